"""Writes tests/formats/onnx/fixtures: small quantized ONNX models, inputs, onnxruntime's outputs.

A convolutional network and a perceptron with random weights, quantized by onnxruntime's own tools as
users do: QDQ (static), operator-oriented (static) and dynamic. Of every static model the codes that
each QuantizeLinear (or QLinear operator) writes are kept, of a dynamic one the outputs.

    python -m pip install onnx==1.23.2 onnxruntime==1.31.1 numpy
    python tests/golden/onnx_quantized.py
"""

import json
import os
import tempfile

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_dynamic,
    quantize_static,
)

FOLDER = os.path.join(os.path.dirname(__file__), "..", "formats", "onnx", "fixtures")
SAMPLES = 3


def model(name, nodes, x, y, weights):
    graph = helper.make_graph(
        nodes,
        name,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, x)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, y)],
        [numpy_helper.from_array(value, key) for key, value in weights.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    made.ir_version = 9
    onnx.checker.check_model(made)
    return made


def normal(rng, *shape):
    fan = int(np.prod(shape[1:])) or 1
    return (rng.standard_normal(shape) / np.sqrt(fan)).astype(np.float32)


def cnn(rng):
    node = helper.make_node
    same = {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]}
    nodes = [
        node("Conv", ["x", "w1", "b1"], ["c1"], "conv1", **same),
        node("Relu", ["c1"], ["r1"], "relu1"),
        node("Conv", ["r1", "w2", "b2"], ["c2"], "depthwise", group=8, **same),
        node("Clip", ["c2", "zero", "six"], ["r2"], "relu6"),
        node("Conv", ["r2", "w3"], ["c3"], "pointwise", kernel_shape=[1, 1]),
        node("Add", ["c3", "r1"], ["a1"], "residual"),
        node("MaxPool", ["a1"], ["p1"], "pool", kernel_shape=[2, 2], strides=[2, 2]),
        node("Conv", ["p1", "w4", "b4"], ["c4"], "conv4", strides=[2, 2], **same),
        node("GlobalAveragePool", ["c4"], ["g1"], "mean"),
        node("Flatten", ["g1"], ["f1"], "flatten"),
        node("Gemm", ["f1", "w5", "b5"], ["y"], "logits", transB=1),
    ]
    weights = {
        "w1": normal(rng, 8, 3, 3, 3),
        "b1": normal(rng, 8),
        "w2": normal(rng, 8, 1, 3, 3),
        "b2": normal(rng, 8),
        "w3": normal(rng, 8, 8, 1, 1),
        "w4": normal(rng, 12, 8, 3, 3),
        "b4": normal(rng, 12),
        "w5": normal(rng, 5, 12),
        "b5": normal(rng, 5),
        "zero": np.float32(0),
        "six": np.float32(6),
    }
    return model("cnn", nodes, ["n", 3, 8, 8], ["n", 5], weights)


def mlp(rng):
    node = helper.make_node
    nodes = [
        node("Gemm", ["x", "w1", "b1"], ["h1"], "dense1"),
        node("Relu", ["h1"], ["r1"], "relu1"),
        node("MatMul", ["r1", "w2"], ["m2"], "dense2"),
        node("Add", ["m2", "b2"], ["h2"], "bias2"),
        node("Sigmoid", ["h2"], ["s2"], "gate"),
        node("Mul", ["h2", "s2"], ["u2"], "swish"),
        node("Gemm", ["u2", "w3", "b3"], ["y"], "logits", transB=1),
    ]
    weights = {
        "w1": normal(rng, 16, 24),
        "b1": normal(rng, 24),
        "w2": normal(rng, 24, 12),
        "b2": normal(rng, 12),
        "w3": normal(rng, 5, 12),
        "b3": normal(rng, 5),
    }
    return model("mlp", nodes, ["n", 16], ["n", 5], weights)


class Samples(CalibrationDataReader):
    def __init__(self, samples):
        self.samples = iter([{"x": samples[i : i + 1]} for i in range(len(samples))])

    def get_next(self):
        return next(self.samples, None)


def run(path, x, keep):
    """Outputs of the model and of the values in `keep`, each sample on its own."""
    loaded = onnx.load(path)
    known = {info.name for info in loaded.graph.output}
    loaded.graph.output.extend(
        helper.make_empty_tensor_value_info(name) for name in keep if name not in known
    )
    session = ort.InferenceSession(loaded.SerializeToString(), providers=["CPUExecutionProvider"])
    names = [info.name for info in session.get_outputs()]
    rows = [session.run(None, {"x": x[i : i + 1]}) for i in range(len(x))]
    return {name: np.concatenate([row[i] for row in rows]) for i, name in enumerate(names)}


def codes_of(path):
    """The values that hold codes of activations."""
    graph = onnx.load(path).graph
    constants = {tensor.name for tensor in graph.initializer}
    written = ("QuantizeLinear", "QLinearConv", "QLinearMatMul")
    return [
        node.output[0]
        for node in graph.node
        if node.op_type in written and node.input[0] not in constants
    ]


def main():
    os.makedirs(FOLDER, exist_ok=True)
    ort.set_default_logger_severity(3)
    rng = np.random.default_rng(20261121)
    golden = {"onnx": onnx.__version__, "onnxruntime": ort.__version__, "models": []}
    static = [
        ("uint8", QuantFormat.QDQ, QuantType.QUInt8, False),
        ("int8_per_channel", QuantFormat.QDQ, QuantType.QInt8, True),
        ("qlinear", QuantFormat.QOperator, QuantType.QUInt8, False),
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, make, shape in (("cnn", cnn, (3, 8, 8)), ("mlp", mlp, (16,))):
            source = os.path.join(folder, name + ".onnx")
            onnx.save(make(rng), source)
            calibration = rng.standard_normal((32, *shape)).astype(np.float32)
            x = rng.standard_normal((SAMPLES, *shape)).astype(np.float32)
            for kind, form, activation, per_channel in static:
                file = f"{name}_{kind}.onnx"
                path = os.path.join(FOLDER, file)
                operators = ["Conv", "MatMul"] if form == QuantFormat.QOperator else None
                if operators and name == "mlp":
                    continue  # Gemm is no QLinear operator of ONNX itself
                quantize_static(
                    source,
                    path,
                    Samples(calibration),
                    quant_format=form,
                    activation_type=activation,
                    weight_type=QuantType.QInt8,
                    per_channel=per_channel,
                    op_types_to_quantize=operators,
                )
                record(golden, file, path, x, codes_of(path))
            for kind, weight in (("dynamic", QuantType.QInt8), ("dynamic_uint8", QuantType.QUInt8)):
                file = f"{name}_{kind}.onnx"
                path = os.path.join(FOLDER, file)
                quantize_dynamic(source, path, weight_type=weight, per_channel=kind == "dynamic")
                record(golden, file, path, x, [])
    with open(os.path.join(FOLDER, "golden.json"), "w") as out:
        json.dump(golden, out, indent=2)
        out.write("\n")


def numbers(array):
    """Elements in one string: integers, or the shortest decimals that read as the same float32."""
    return " ".join(str(value) for value in array.ravel())


def record(golden, file, path, x, keep):
    results = run(path, x, keep)
    values = {
        name: {
            "dtype": str(value.dtype),
            "shape": value.shape,
            "data": numbers(value),
        }
        for name, value in results.items()
    }
    entry = {"file": file, "values": values, "input": file.split("_")[0]}
    golden["models"].append(entry)
    golden.setdefault("inputs", {})[entry["input"]] = {
        "shape": x.shape,
        "data": numbers(x),
    }


main()
