"""Fits the coefficients of src/measure/instructions.ts.

    python3 bench/fit_instructions.py DIR

DIR holds qemu_insn_{m3,m4,m7,m55}.csv: retired instructions of CMSIS-NN 99f736a (gcc 12.2 -Ofast)
under QEMU for every layer of the MLPerf Tiny models, rows
`model,op,HxWxC->HxWxC kKxK,macs,outputs,instructions,...`, and of the passes that dynamic
quantization adds, rows `dyn,pass,n16384,16384,0,instructions`. Relative least squares per core and
kind of layer. Needs numpy.
"""

import csv
import re
import sys
from pathlib import Path
from typing import Callable, NamedTuple

import numpy as np

PASSES = {
    "floatScan": "f32_minmax",
    "quantize": "f32_quant_roundf",
    "rescale": "i32_to_f32_scale_bias_relu",
    "int32Scan": "i32_minmax",
    "requantize": "i32_requant_s8",
    "copy": "memcpy",
}


class Layer(NamedTuple):
    op: str
    inputs: int
    positions: int
    taps: int
    channels: int
    macs: int
    outputs: int
    instructions: int


def read(path: Path) -> tuple[list[Layer], dict[str, float]]:
    layers, passes = [], {}
    for row in csv.reader(path.open()):
        if row[0] == "dyn":
            passes[row[1]] = int(row[5]) / int(row[3])
        elif row[0] in ("ad", "kws", "ic", "vww"):
            h, w, c, oh, ow, _, kh, kw = map(int, re.findall(r"\d+", row[2]))
            layers.append(Layer(row[1], h * w * c, oh * ow, kh * kw, c, *map(int, row[3:6])))
    return layers, passes


def fit(layers: list[Layer], features: Callable[[Layer], tuple[float, ...]]) -> str:
    a = np.array([features(layer) for layer in layers], float)
    b = np.array([layer.instructions for layer in layers], float)
    solution, *_ = np.linalg.lstsq(a / b[:, None], np.ones(len(b)), rcond=None)
    error = np.abs(a @ solution / b - 1)
    values = ", ".join(f"{value:.4f}" for value in solution)
    return f"[{values}]  # {len(layers)} layers, error mean {error.mean():.1%}, max {error.max():.1%}"


def main(folder: Path) -> None:
    for core in ("m3", "m4", "m7", "m55"):
        layers, passes = read(folder / f"qemu_insn_{core}.csv")
        of = lambda op: [layer for layer in layers if layer.op == op]
        conv = of("conv")
        print(core)
        print(
            "  conv",
            fit(
                [layer for layer in conv if layer.taps > 1],
                lambda x: (x.macs, x.outputs, x.positions * x.taps * x.channels),
            ),
        )
        print(
            "  pointwise",
            fit([layer for layer in conv if layer.taps == 1], lambda x: (x.macs, x.outputs)),
        )
        print("  depthwiseMac", fit(of("dw"), lambda x: (x.macs,)))
        print("  fullyConnected", fit(of("fc"), lambda x: (x.macs, x.outputs)))
        print("  add", fit(of("add"), lambda x: (x.outputs,)))
        print("  averagePool", fit(of("avgpool"), lambda x: (x.inputs, x.outputs)))
        print("  softmax", fit(of("softmax"), lambda x: (x.outputs, 1)))
        for name, row in PASSES.items():
            print(f"  {name} {passes[row]:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
