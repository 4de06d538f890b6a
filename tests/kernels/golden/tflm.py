"""Makes tflm.json: outputs of TensorFlow Lite Micro for one-operator int8 models.

Run with the PyPI packages tflite_micro, flatbuffers and numpy installed:

    python tflm.py > tflm.json

int8 arrays are hexadecimal strings, two digits an element.
"""

import json
import random
import sys

import flatbuffers
import numpy as np
from tflite_micro import runtime
from tflite_micro.tensorflow.lite.micro.python import schema_py_generated as schema

OPERATOR = schema.BuiltinOperator
OPTIONS = schema.BuiltinOptions
rng = random.Random(2024)


def tensor(name, shape, parameters=None, dtype=schema.TensorType.INT8):
    made = schema.TensorT()
    made.name, made.shape, made.type = name, shape, dtype
    if parameters is not None:
        made.quantization = schema.QuantizationParametersT()
        made.quantization.scale, made.quantization.zeroPoint = [parameters[0]], [parameters[1]]
    return made


def run(operator, inputs, output, options=(0, None), constants=()):
    """Output of one operator. `inputs` are (tensor, array), `constants` the same."""
    model = schema.ModelT()
    model.version, model.buffers = 3, [schema.BufferT()]
    tensors = [t for t, _ in inputs]
    for t, data in constants:
        buffer = schema.BufferT()
        buffer.data = np.frombuffer(data.tobytes(), dtype=np.uint8)
        model.buffers.append(buffer)
        t.buffer = len(model.buffers) - 1
        tensors.append(t)
    tensors.append(output)
    code = schema.OperatorCodeT()
    code.builtinCode, code.deprecatedBuiltinCode, code.version = operator, min(operator, 127), 1
    node = schema.OperatorT()
    node.opcodeIndex, node.outputs = 0, [len(tensors) - 1]
    node.inputs = list(range(len(tensors) - 1))
    node.builtinOptionsType, node.builtinOptions = options
    graph = schema.SubGraphT()
    graph.tensors, graph.operators = tensors, [node]
    graph.inputs, graph.outputs = list(range(len(inputs))), [len(tensors) - 1]
    model.operatorCodes, model.subgraphs = [code], [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    interpreter = runtime.Interpreter.from_bytes(bytes(builder.Output()), arena_size=200_000)
    for i, (_, data) in enumerate(inputs):
        interpreter.set_input(data, i)
    interpreter.invoke()
    return interpreter.get_output(0)


def float32(value):
    return float(np.float32(value))


def scale(low, high):
    return float32(2 ** rng.uniform(low, high))


def zero_point():
    return rng.choice([-128, 127, 0, rng.randint(-128, 127), rng.randint(-128, 127)])


def codes(*shape):
    return np.array([rng.randint(-128, 127) for _ in range(int(np.prod(shape)))], np.int8).reshape(shape)


def text(array):
    return array.astype(np.int8).tobytes().hex()


def unary(name, operator, ratio=None, fixed=None, options=lambda: ((0, None), {})):
    """Every code through an operator of one value."""
    every = np.arange(-128, 128, dtype=np.int8).reshape(1, 256)
    for _ in range(5):
        x = (scale(-9, 3.5), zero_point())
        y = fixed or (float32(x[0] * 2 ** rng.uniform(*ratio)), zero_point())
        made, extra = options()
        result = run(operator, [(tensor("x", [1, 256], x), every)], tensor("y", [1, 256], y), made)
        yield {"op": name, "x": x, "y": y, **extra, "codes": text(result)}


def leaky():
    made = schema.LeakyReluOptionsT()
    made.alpha = float32(rng.choice([0.01, 0.3, -0.2]))
    return (OPTIONS.LeakyReluOptions, made), {"alpha": made.alpha}


def softmax():
    for length in (2, 10, 37, 256):
        for rows in (1, 3):
            x, data = (scale(-12, 3.9), zero_point()), codes(rows, length)
            made = schema.SoftmaxOptionsT()
            made.beta = 1.0
            result = run(
                OPERATOR.SOFTMAX,
                [(tensor("x", [rows, length], x), data)],
                tensor("y", [rows, length], (1 / 256, -128)),
                (OPTIONS.SoftmaxOptions, made),
            )
            yield {"op": "softmax", "x": x, "rows": rows, "length": length, "input": text(data), "codes": text(result)}


def binary(name, operator, kind, made_type):
    for activation in (0, 1, 3) * 2:
        a, b = (scale(-8, 0), zero_point()), (scale(-8, 0), zero_point())
        size = max(a[0], b[0]) if name == "add" else a[0] * b[0] * 100
        y = (float32(size * 2 ** rng.uniform(-1, 2)), zero_point())
        left, right = codes(1, 101), codes(1, 101)
        made = made_type()
        made.fusedActivationFunction = activation
        shape = [1, 101]
        inputs = [(tensor("a", shape, a), left), (tensor("b", shape, b), right)]
        result = run(operator, inputs, tensor("y", shape, y), (kind, made))
        clamp = {0: "none", 1: "relu", 3: "relu6"}[activation]
        yield {"op": name, "a": a, "b": b, "y": y, "clamp": clamp, "left": text(left), "right": text(right), "codes": text(result)}


def mean():
    for height, width, channels in ((1, 1, 3), (2, 3, 5), (4, 4, 7), (7, 7, 3), (25, 5, 4), (8, 8, 16)):
        x = (scale(-8, 2), zero_point())
        y = (float32(x[0] * 2 ** rng.uniform(-4, 1)), zero_point())
        data = codes(1, height, width, channels)
        made = schema.ReducerOptionsT()
        made.keepDims = True
        axes = (tensor("axes", [2], dtype=schema.TensorType.INT32), np.array([1, 2], np.int32))
        result = run(
            OPERATOR.MEAN,
            [(tensor("x", list(data.shape), x), data)],
            tensor("y", [1, 1, 1, channels], y),
            (OPTIONS.ReducerOptions, made),
            [axes],
        )
        yield {"op": "mean", "x": x, "y": y, "count": height * width, "channels": channels, "input": text(data), "codes": text(result)}


def matmul():
    for m, k, n in ((3, 5, 7), (1, 16, 4), (8, 13, 5)):
        a, b = (scale(-8, 0), zero_point()), (scale(-8, 0), zero_point())
        y = (float32(a[0] * b[0] * k * 60), zero_point())
        left, right = codes(1, m, k), codes(1, k, n)
        inputs = [(tensor("a", [1, m, k], a), left), (tensor("b", [1, k, n], b), right)]
        result = run(
            OPERATOR.BATCH_MATMUL,
            inputs,
            tensor("y", [1, m, n], y),
            (OPTIONS.BatchMatMulOptions, schema.BatchMatMulOptionsT()),
        )
        yield {"op": "matmul", "a": a, "b": b, "y": y, "m": m, "k": k, "n": n, "left": text(left), "right": text(right), "codes": text(result)}


swish = lambda: ((OPTIONS.HardSwishOptions, schema.HardSwishOptionsT()), {})
requantize = lambda: ((OPTIONS.QuantizeOptions, schema.QuantizeOptionsT()), {})
cases = [
    *unary("sigmoid", OPERATOR.LOGISTIC, fixed=(1 / 256, -128)),
    *unary("tanh", OPERATOR.TANH, fixed=(1 / 128, 0)),
    *unary("leakyRelu", OPERATOR.LEAKY_RELU, ratio=(-4, 3), options=leaky),
    *unary("relu", OPERATOR.RELU, ratio=(-4, 3)),
    *unary("hardSwish", OPERATOR.HARD_SWISH, ratio=(-6.5, 2), options=swish),
    *unary("requantize", OPERATOR.QUANTIZE, ratio=(-4, 4), options=requantize),
    *softmax(),
    *binary("add", OPERATOR.ADD, OPTIONS.AddOptions, schema.AddOptionsT),
    *binary("mul", OPERATOR.MUL, OPTIONS.MulOptions, schema.MulOptionsT),
    *mean(),
    *matmul(),
]
json.dump(cases, sys.stdout, indent=2)
