"""One-operator models, and the interpreters that tflite_ops.py runs them in."""

import base64

import flatbuffers
import numpy as np
from tensorflow.lite.python import schema_py_generated as schema

OPERATOR = schema.BuiltinOperator
OPTIONS = schema.BuiltinOptions
TYPES = {"int8": schema.TensorType.INT8, "int32": schema.TensorType.INT32, "float32": schema.TensorType.FLOAT32}
EVERY = np.arange(-128, 128)
EVERY_CODE = EVERY.astype(np.int8).reshape(1, 256)


def text(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def quantized(scales, zero=0, axis=0):
    made = schema.QuantizationParametersT()
    made.scale, made.zeroPoint, made.quantizedDimension = list(scales), [zero] * len(scales), axis
    return made


def tensor(name, dtype, shape, quantization=None):
    made = schema.TensorT()
    made.name, made.type, made.shape, made.quantization = name, TYPES[dtype], list(shape), quantization
    return made


class Operand:
    """An input, a constant or an output: dtype, shape and its parameters, with data but for outputs."""

    def __init__(self, data=None, of=None, *, constant=False, scales=None, axis=0, shape=None, dtype=None, file=None, unit=None):
        self.data, self.of, self.constant, self.scales, self.axis = data, of, constant, scales, axis
        self.shape = list(shape if shape is not None else data.shape)
        self.dtype = dtype or str(data.dtype)
        self.file = file  # shape in the model file, where it is not the one of the Graph
        self.unit = unit  # scales of a bias, which only the interpreter asks for

    def tensor(self, name):
        quantization = None
        if self.scales is not None:
            axis = self.axis if self.file is None else len(self.file) - 1
            quantization = quantized(self.scales, axis=axis)
        elif self.of is not None:
            quantization = quantized([self.of[0]], self.of[1])
        elif self.unit is not None:
            quantization = quantized(self.unit)
        return tensor(name, self.dtype, self.file or self.shape, quantization)

    def description(self):
        described = {"dtype": self.dtype, "shape": self.shape}
        if self.of is not None:
            described["parameters"] = self.of
        if self.scales is not None:
            described |= {"scales": self.scales, "axis": self.axis}
        if self.constant:
            described["constant"] = True
        if self.data is not None:
            described["data"] = "every code" if self.data is EVERY_CODE else text(self.data)
        return described


def made(options, **fields):
    """A member of the options union: its number and its table, with fields set."""
    table = getattr(schema, options + "T")()
    for name, value in fields.items():
        setattr(table, name, value)
    return getattr(OPTIONS, options), table


def one_operator(operator, inputs, output, options, extra):
    """The bytes of a model, and which of its inputs are activations. `extra` are further constants."""
    model = schema.ModelT()
    model.version, model.buffers = 3, [schema.BufferT()]
    tensors = []
    for i, operand in enumerate([*inputs, *extra]):
        made = operand.tensor(f"x{i}")
        if operand.constant:
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(operand.data.tobytes(), np.uint8)
            model.buffers.append(buffer)
            made.buffer = len(model.buffers) - 1
        tensors.append(made)
    tensors.append(output.tensor("y"))
    code = schema.OperatorCodeT()
    code.builtinCode, code.deprecatedBuiltinCode, code.version = operator, min(operator, 127), 1
    node = schema.OperatorT()
    node.opcodeIndex, node.inputs, node.outputs = 0, list(range(len(tensors) - 1)), [len(tensors) - 1]
    node.builtinOptionsType, node.builtinOptions = options
    activations = [i for i, operand in enumerate(inputs) if not operand.constant]
    graph = schema.SubGraphT()
    graph.tensors, graph.operators = tensors, [node]
    graph.inputs, graph.outputs = activations, [len(tensors) - 1]
    model.operatorCodes, model.subgraphs = [code], [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output()), activations


def litert(model, data):
    """The output of the reference kernels of TensorFlow Lite."""
    import tensorflow as tf

    assert tf.__version__ == "2.21.0", tf.__version__
    reference = tf.lite.experimental.OpResolverType.BUILTIN_REF
    interpreter = tf.lite.Interpreter(model_content=model, experimental_op_resolver_type=reference)
    interpreter.allocate_tensors()
    for i, array in enumerate(data):
        interpreter.set_tensor(interpreter.get_input_details()[i]["index"], array)
    interpreter.invoke()
    return interpreter.get_tensor(interpreter.get_output_details()[0]["index"])


def micro(model, data):
    """The output of TensorFlow Lite Micro, or none where it does not take the model."""
    from tflite_micro import runtime

    try:
        interpreter = runtime.Interpreter.from_bytes(model, arena_size=500_000)
    except RuntimeError:
        return None
    for i, array in enumerate(data):
        interpreter.set_input(array, i)
    interpreter.invoke()
    return interpreter.get_output(0)
