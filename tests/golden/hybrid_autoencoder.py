"""Writes tests/golden/hybrid_autoencoder.json: the interpreter on dynamic-range autoencoders.

    pip install tensorflow-cpu==2.21.0
    python tests/golden/hybrid_autoencoder.py [--data ../shared/data]

Outputs of the reference kernels (BUILTIN_REF), which quantize the input of each large enough
FULLY_CONNECTED at run time: of tests/formats/tflite/fixtures/autoencoder_dynamic.tflite on random
inputs, kept with them; and with --data, of the MLPerf Tiny autoencoder, the mean squared
reconstruction error of each clip over its windows.
"""

import argparse
import base64
import json
import pathlib

import numpy as np
import tensorflow as tf

REFERENCE = tf.lite.experimental.OpResolverType.BUILTIN_REF
HERE = pathlib.Path(__file__).parent
SMALL = HERE.parent / "formats" / "tflite" / "fixtures" / "autoencoder_dynamic.tflite"
SAMPLES = 32


def run(model, inputs):
    interpreter = tf.lite.Interpreter(
        model_content=model.read_bytes(), experimental_op_resolver_type=REFERENCE
    )
    [port], [out] = interpreter.get_input_details(), interpreter.get_output_details()
    interpreter.allocate_tensors()
    outputs = []
    for sample in inputs:
        interpreter.set_tensor(port["index"], sample[None])
        interpreter.invoke()
        outputs.append(interpreter.get_tensor(out["index"])[0].copy())
    return np.stack(outputs)


def packed(array):
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", help="the shared data, for the MLPerf Tiny autoencoder")
    data = parser.parse_args().data
    path = HERE / "hybrid_autoencoder.json"
    golden = json.loads(path.read_text()) if path.exists() else {}
    [port] = tf.lite.Interpreter(str(SMALL)).get_input_details()
    width = int(port["shape"][-1])
    inputs = np.random.default_rng(20261121).normal(0, 2, (SAMPLES, width)).astype(np.float32)
    outputs = run(SMALL, inputs)
    golden["tensorflow"] = tf.__version__
    golden["small"] = {
        "samples": SAMPLES,
        "inputs": packed(inputs),
        "outputs": packed(outputs),
    }
    if data:
        folder = pathlib.Path(data) / "mlperf-tiny"
        clips = np.load(folder / "ad_clips_float32.npy")
        windows = np.lib.stride_tricks.sliding_window_view(clips, 640, axis=1)[:, ::128]
        flat = windows.reshape(-1, 640)
        errors = (flat.astype(np.float64) - run(folder / "ad_autoencoder_dynamic.tflite", flat)) ** 2
        golden["mlperfTinyClipErrors"] = errors.reshape(len(clips), -1).mean(axis=1).tolist()
    path.write_text(json.dumps(golden, indent=2) + "\n")


main()
