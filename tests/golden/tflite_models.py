"""Makes the TensorFlow Lite fixtures of tests/formats/tflite and what the interpreter says about them.

    pip install tensorflow-cpu==2.21.0
    python tests/golden/tflite_models.py [--data ../shared/data]

writes tests/formats/tflite/fixtures/*.tflite, small models of random weights, and goldens.json:
inputs and outputs of the reference kernels (BUILTIN_REF) for each of them. With --data it also writes
mlperf_tiny.json: for the MLPerf Tiny models and their real inputs a SHA-256 of all int8 outputs, and
the first outputs of the float32 models. The float32 keyword model stores some weights as int8
(hybrid operators); it is run with those weights dequantized, as readTflite reads it.
"""

import argparse
import base64
import hashlib
import json
import pathlib

import numpy as np
import tensorflow as tf
from tensorflow.lite.python import schema_py_generated as schema
import flatbuffers

REFERENCE = tf.lite.experimental.OpResolverType.BUILTIN_REF
OUT = pathlib.Path(__file__).parent.parent / "formats" / "tflite" / "fixtures"
SAMPLES = 6


def generator(name):
    return np.random.default_rng(list(name.encode()))


def normal(rng, *shape):
    scale = 1 / np.sqrt(np.prod(shape[:-1]) or 1)
    return tf.constant(rng.normal(0, scale, shape), tf.float32)


def convolutions(rng):
    """CONV_2D, DEPTHWISE_CONV_2D, PAD, both pools, MEAN, SQUEEZE, FULLY_CONNECTED, SOFTMAX."""
    w1, b1 = normal(rng, 3, 3, 3, 8), normal(rng, 8)
    w2, b2 = normal(rng, 3, 3, 8, 2), normal(rng, 16)
    w3, b3 = normal(rng, 3, 3, 16, 12), normal(rng, 12)
    w4 = normal(rng, 1, 1, 12, 6)
    w5, b5 = normal(rng, 5, 6), normal(rng, 5)

    def model(x):
        x = tf.nn.relu6(tf.nn.conv2d(x, w1, 2, "SAME") + b1)
        x = tf.nn.relu(tf.nn.depthwise_conv2d(x, w2, [1, 1, 1, 1], "SAME") + b2)
        x = tf.pad(x, [[0, 0], [1, 0], [2, 1], [0, 0]])
        x = tf.nn.conv2d(x, w3, 1, "SAME", dilations=2) + b3
        x = tf.nn.max_pool2d(x, 3, 2, "SAME")
        x = tf.nn.relu(tf.nn.conv2d(x, w4, 1, "VALID"))
        x = tf.nn.avg_pool2d(x, 2, 1, "SAME")
        x = tf.squeeze(tf.reduce_mean(x, [1], keepdims=True), [1])
        x = tf.reduce_mean(x, [1])
        return tf.nn.softmax(tf.matmul(x, w5, transpose_b=True) * 4 + b5)

    return model, (13, 10, 3)


def elementwise(rng):
    """ADD, SUB, MUL, LOGISTIC, TANH, RELU, RELU6, LEAKY_RELU, HARD_SWISH, CONCATENATION, TRANSPOSE,
    RESHAPE."""
    row, table = normal(rng, 6) * 3, normal(rng, 4, 6) * 3

    def model(x):
        a = tf.nn.sigmoid(x + row)
        b = tf.nn.tanh(row - x)
        c = tf.nn.leaky_relu(x * table, 0.1)
        d = tf.nn.relu(a - b)
        e = tf.nn.relu6(x * c)
        f = (c + b) * tf.nn.relu6((c + b) + 3) * (1 / 6)
        y = tf.concat([d, e, f, x], 1)
        y = tf.transpose(y, [0, 2, 1])
        y = tf.concat([tf.nn.relu(y), tf.nn.relu6(y), y], 2)
        return tf.reshape(y, [-1, 12, 24])

    return model, (4, 6)


def autoencoder(rng):
    """FULLY_CONNECTED alone, wide enough for dynamic-range conversion."""
    w1, b1 = normal(rng, 32, 40), normal(rng, 32)
    w2, b2 = normal(rng, 40, 32), normal(rng, 40)

    def model(x):
        x = tf.nn.relu(tf.matmul(x, w1, transpose_b=True) + b1)
        return tf.matmul(x, w2, transpose_b=True) + b2

    return model, (40,)


def convert(model, shape, variant):
    function = tf.function(model, input_signature=[tf.TensorSpec((None, *shape), tf.float32)])
    module = tf.Module()
    module.f = function
    converter = tf.lite.TFLiteConverter.from_concrete_functions(
        [function.get_concrete_function()], module
    )
    if variant == "float32":
        return converter.convert()
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if variant == "float16":
        converter.target_spec.supported_types = [tf.float16]
        return converter.convert()
    if variant == "dynamic":
        return converter.convert()
    rng = generator("representative")
    samples = rng.normal(0, 2, (64, 1, *shape)).astype(np.float32)
    converter.representative_dataset = lambda: ([sample] for sample in samples)
    if variant != "int8_float32_ports":
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        port = tf.uint8 if variant == "int8_uint8_ports" else tf.int8
        converter.inference_input_type = converter.inference_output_type = port
    if variant == "int8_per_tensor":
        converter._experimental_disable_per_channel = True
    return converter.convert()


def run(model, inputs, batch=None):
    """Outputs of the reference kernels, sample by sample or in batches."""
    interpreter = tf.lite.Interpreter(model_content=model, experimental_op_resolver_type=REFERENCE)
    [port], [out] = interpreter.get_input_details(), interpreter.get_output_details()
    batch = batch or 1
    outputs = []
    size = None
    for start in range(0, len(inputs), batch):
        part = inputs[start : start + batch]
        if len(part) != size:
            size = len(part)
            interpreter.resize_tensor_input(port["index"], part.shape)
            interpreter.allocate_tensors()
        interpreter.set_tensor(port["index"], part)
        interpreter.invoke()
        outputs.append(interpreter.get_tensor(out["index"]))
    return np.concatenate(outputs)


def inputs_of(model, rng, shape):
    details = tf.lite.Interpreter(model_content=model).get_input_details()[0]
    if details["dtype"] == np.float32:
        return rng.normal(0, 2, (SAMPLES, *shape)).astype(np.float32)
    limits = np.iinfo(details["dtype"])
    return rng.integers(limits.min, limits.max + 1, (SAMPLES, *shape)).astype(details["dtype"])


def encoded(array):
    return {
        "dtype": str(array.dtype),
        "shape": list(array.shape),
        "base64": base64.b64encode(np.ascontiguousarray(array).tobytes()).decode(),
    }


def operators_of(model):
    names = {value: name for name, value in vars(schema.BuiltinOperator).items() if name[0] != "_"}
    tree = schema.ModelT.InitFromPackedBuf(model, 0)
    return [
        names[max(code.builtinCode, code.deprecatedBuiltinCode)]
        for code in (tree.operatorCodes[op.opcodeIndex] for op in tree.subgraphs[0].operators)
    ]


def fixtures():
    variants = {
        convolutions: ["float32", "float16", "int8", "int8_per_tensor", "int8_uint8_ports"],
        elementwise: ["float32", "int8", "int8_float32_ports"],
        autoencoder: ["dynamic", "int8"],
    }
    goldens = {}
    for build, names in variants.items():
        for variant in names:
            name = f"{build.__name__}_{variant}"
            model, shape = build(generator(build.__name__))
            content = convert(model, shape, variant)
            (OUT / f"{name}.tflite").write_bytes(content)
            inputs = inputs_of(content, generator(name), shape)
            golden = dequantized(content) if variant == "dynamic" else content
            goldens[name] = {
                "operators": operators_of(content),
                "input": encoded(inputs),
                "output": encoded(run(golden, inputs)),
            }
            print(name, len(content), goldens[name]["operators"])
    write("goldens.json", goldens)


def dequantized(content):
    """The model with the int8 weights of float32 operators as float32 ones."""
    tree = schema.ModelT.InitFromPackedBuf(content, 0)
    tensors = tree.subgraphs[0].tensors
    for op in tree.subgraphs[0].operators:
        if tensors[op.inputs[0]].type != schema.TensorType.FLOAT32 or len(op.inputs) < 2:
            continue
        weights = tensors[op.inputs[1]]
        if weights.type != schema.TensorType.INT8:
            continue
        codes = np.frombuffer(bytes(tree.buffers[weights.buffer].data), np.int8)
        codes = codes.reshape(weights.shape).astype(np.float32)
        scale = np.array(weights.quantization.scale, np.float32)
        along = [-1 if i == weights.quantization.quantizedDimension else 1 for i in range(codes.ndim)]
        reals = codes * scale.reshape(along if len(scale) > 1 else [1] * codes.ndim)
        weights.type = schema.TensorType.FLOAT32
        weights.quantization = None
        tree.buffers[weights.buffer].data = np.frombuffer(reals.tobytes(), np.uint8)
    for code in tree.operatorCodes:
        code.version = 1
    builder = flatbuffers.Builder(0)
    builder.Finish(tree.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def mlperf_tiny(data):
    folder = pathlib.Path(data) / "mlperf-tiny"
    images = np.load(folder / "ic_inputs_uint8.npy")
    keywords = np.load(folder / "kws_inputs_int8.npy")
    clips = np.load(folder / "ad_clips_float32.npy")
    windows = np.lib.stride_tricks.sliding_window_view(clips, 640, axis=1)[:, ::128].reshape(-1, 640)
    scale = np.float32(0.39101523)
    steps = (windows / scale).astype(np.float64)
    steps = np.sign(steps) * np.floor(np.abs(steps) + 0.5)  # half away from zero
    codes = np.clip(steps + 89, -128, 127).astype(np.int8)
    goldens = {}
    for name, inputs, batch in [
        ("ic_resnet8_int8", (images.astype(np.int16) - 128).astype(np.int8), 20),
        ("kws_dscnn_int8", keywords, 50),
        ("ad_autoencoder_int8", codes, 196),
    ]:
        outputs = run((folder / f"{name}.tflite").read_bytes(), inputs, batch)
        goldens[name] = {
            "samples": len(inputs),
            "inputSha256": hashlib.sha256(inputs.tobytes()).hexdigest(),
            "outputSha256": hashlib.sha256(outputs.tobytes()).hexdigest(),
        }
    reals = (keywords.astype(np.float32) - 83) * np.float32(0.5847029)
    for name, inputs in [
        ("ic_resnet8_float32", images[:8].astype(np.float32)),
        ("kws_dscnn_float32", reals[:8]),
        ("ad_autoencoder_float32", windows[:2]),
    ]:
        content = dequantized((folder / f"{name}.tflite").read_bytes())
        goldens[name] = {"output": encoded(run(content, inputs))}
    write("mlperf_tiny.json", goldens)


def write(name, goldens):
    (OUT / name).write_text(json.dumps(goldens, indent=2) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", help="the shared data, for mlperf_tiny.json")
    arguments = parser.parse_args()
    assert tf.__version__ == "2.21.0", tf.__version__
    fixtures()
    if arguments.data:
        mlperf_tiny(arguments.data)
