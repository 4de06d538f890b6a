"""The calibration sweep with onnxruntime, as its documentation tells a user to do it.

    python ort_sweep.py DATA [--calibrators min-max,moving-average,percentile,entropy]
                             [--activations uint8|int8] [--jobs N] [--batch N]

DATA is a folder that `deno task bench:sweep MODEL --data DATA` wrote: the model, the calibration and
evaluation inputs after preprocessing, and the draws. Every size x draw x calibrator is one
`quantize_static` (QDQ, per channel), and every model that it makes is evaluated on every condition.
The last line of the output is a JSON object with the times in seconds and what was measured.

--activations: onnxruntime's guide for `quantize_static` asks for uint8 on x86 with VNNI and for int8
on Arm; default by machine. --jobs: processes, the cores shared out among them; default one a core.
--batch: evaluation samples in one run; by default the fastest of several, tried before the clock starts.
"""

import argparse
import json
import math
import multiprocessing
import os
import platform
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime as ort
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

METHODS = {
    "min-max": (CalibrationMethod.MinMax, {}),
    "moving-average": (CalibrationMethod.MinMax, {"CalibMovingAverage": True}),
    # Asymmetric as our calibrator, and its percentile.
    "percentile": (
        CalibrationMethod.Percentile,
        {"CalibPercentile": 99.99, "CalibTensorRangeSymmetric": False},
    ),
    "entropy": (CalibrationMethod.Entropy, {}),
}

BATCHES = (10, 25, 50, 100, 250, 500, 1000)


@dataclass(frozen=True)
class Cell:
    calibrator: str
    size: int
    draw: int

    @property
    def file(self) -> str:
        return f"{self.calibrator}-{self.size}-{self.draw}.onnx"


@dataclass(frozen=True)
class Sweep:
    """What every process needs; set once, before processes fork."""

    folder: Path
    scratch: Path
    model: Path
    calibration: np.ndarray  # [samples, ...], one sample of the pool each
    draws: list[list[int]]  # positions in `calibration`
    evaluation: dict[str, np.ndarray]  # condition -> [samples, ...]
    labels: np.ndarray
    activations: QuantType
    threads: int


SWEEP: Sweep


def calibration_batch(cell: Cell) -> int:
    """Samples in one run of the float model while calibrating.

    The moving average is one of samples, so it needs a run each. The others give the same ranges for
    any batch, but cannot stack batches of unequal size; around 100 was fastest.
    """
    return 1 if cell.calibrator == "moving-average" else math.gcd(cell.size, 100)


class Reader(CalibrationDataReader):
    def __init__(self, data: np.ndarray, batch: int, name: str):
        self.batches = ({name: data[i : i + batch]} for i in range(0, len(data), batch))

    def get_next(self):
        return next(self.batches, None)


def session(path: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = SWEEP.threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def preprocess(_: int) -> str:
    """Shapes inferred, constants folded, batch norm merged: what the guide asks for first.

    With `skip_symbolic_shape` onnxruntime 1.30 would throw its own optimized model away.
    """
    quant_pre_process(SWEEP.folder / "model.onnx", SWEEP.model)
    return session(SWEEP.model).get_inputs()[0].name


def own_model() -> Path:
    """A copy for this process: `quantize_static` writes beside the model that it reads."""
    own = SWEEP.scratch / f"model-{os.getpid()}" / "model.onnx"
    if not own.exists():
        own.parent.mkdir()
        shutil.copyfile(SWEEP.model, own)
    return own


def calibrate(task: tuple[Cell, str]) -> None:
    cell, input_name = task
    method, options = METHODS[cell.calibrator]
    ids = SWEEP.draws[cell.draw][: cell.size]
    quantize_static(
        own_model(),
        SWEEP.scratch / cell.file,
        Reader(SWEEP.calibration[ids], calibration_batch(cell), input_name),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        activation_type=SWEEP.activations,
        weight_type=QuantType.QInt8,
        calibrate_method=method,
        extra_options=options,
    )


def evaluate(task: tuple[Path, str, int]) -> dict[str, np.ndarray]:
    """The class of every sample under every condition."""
    path, input_name, batch = task
    model = session(path)
    return {
        condition: np.concatenate([
            model.run(None, {input_name: data[i : i + batch]})[0].argmax(axis=1)
            for i in range(0, len(data), batch)
        ])
        for condition, data in SWEEP.evaluation.items()
    }


def time_batch(task: tuple[Path, str, int]) -> float:
    """Seconds of an evaluation, the best of three."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        evaluate(task)
        times.append(time.perf_counter() - start)
    return min(times)


def read_sweep(folder: Path, scratch: Path, activations: QuantType, jobs: int) -> tuple[Sweep, dict]:
    meta = json.loads((folder / "sweep.json").read_text())

    def read(file: str) -> np.ndarray:
        return np.fromfile(folder / file, "<f4").reshape(-1, *meta["sampleShape"])

    sweep = Sweep(
        folder=folder,
        scratch=scratch,
        model=scratch / "preprocessed.onnx",
        calibration=read("calibration.f32"),
        draws=meta["draws"],
        evaluation={name: read(f"evaluation-{name}.f32") for name in meta["conditions"]},
        labels=np.array(meta["labels"]),
        activations=activations,
        threads=max(1, os.cpu_count() // jobs),
    )
    return sweep, meta


def main() -> int:
    parser = argparse.ArgumentParser(description="The calibration sweep with onnxruntime.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--calibrators", default=",".join(METHODS))
    x86 = platform.machine().lower() in ("x86_64", "amd64")
    parser.add_argument(
        "--activations", choices=("uint8", "int8"), default="uint8" if x86 else "int8"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--batch", type=int)
    args = parser.parse_args()
    calibrators = args.calibrators.split(",")
    unknown = [name for name in calibrators if name not in METHODS]
    if unknown:
        parser.error(f"calibrators must be among {', '.join(METHODS)}, got {unknown[0]}")
    activations = QuantType.QUInt8 if args.activations == "uint8" else QuantType.QInt8

    global SWEEP
    with tempfile.TemporaryDirectory(prefix="ort-sweep-") as scratch:
        SWEEP, meta = read_sweep(args.data, Path(scratch), activations, args.jobs)
        # Forked before the first session exists: threads do not survive a fork.
        with multiprocessing.get_context("fork").Pool(args.jobs) as pool:
            result = run(pool, meta, calibrators, args)
    print(json.dumps(result))
    return 0


def run(pool, meta: dict, calibrators: list[str], args: argparse.Namespace) -> dict:
    def timed(function, tasks: list) -> tuple[list, float]:
        start = time.perf_counter()
        results = pool.map(function, tasks, chunksize=1)
        return results, time.perf_counter() - start

    (input_name,), preprocess_s = timed(preprocess, [0])
    batches = [args.batch] if args.batch else [b for b in BATCHES if b <= len(SWEEP.labels)]
    trial = Cell("min-max", meta["sizes"][0], 0)
    timed(calibrate, [(trial, input_name)])
    trial_s = {
        batch: time_batches(pool, (SWEEP.scratch / trial.file, input_name, batch), args.jobs)
        for batch in batches
    }
    batch = min(trial_s, key=trial_s.get)

    calibration_s, evaluation_s, accuracy = {}, {}, {}
    (classes,), evaluation_s["float32"] = timed(evaluate, [(SWEEP.model, input_name, batch)])
    for name in calibrators:
        # The largest first, so that the processes end together.
        cells = [Cell(name, n, d) for n in sorted(meta["sizes"], reverse=True)
                 for d in range(len(SWEEP.draws))]
        _, calibration_s[name] = timed(calibrate, [(cell, input_name) for cell in cells])
        found, evaluation_s[name] = timed(
            evaluate, [(SWEEP.scratch / cell.file, input_name, batch) for cell in cells]
        )
        accuracy[name] = {
            condition: float(np.mean([np.mean(one[condition] == SWEEP.labels) for one in found]))
            for condition in SWEEP.evaluation
        }
    return {
        "onnxruntime": ort.__version__,
        "python": platform.python_version(),
        "jobs": args.jobs,
        "threads": SWEEP.threads,
        "batch": batch,
        "activations": args.activations,
        "preprocessSeconds": preprocess_s,
        "calibrationSeconds": calibration_s,
        "evaluationSeconds": evaluation_s,
        "accuracy": accuracy,
        "float32Classes": {name: found.tolist() for name, found in classes.items()},
    }


def time_batches(pool, task: tuple[Path, str, int], jobs: int) -> float:
    """With every process at work, as later."""
    return max(pool.map(time_batch, [task] * jobs, chunksize=1))


if __name__ == "__main__":
    sys.exit(main())
