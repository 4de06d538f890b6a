"""Runs an ONNX model with onnxruntime: float32 in on stdin, float32 out on stdout.

python onnx_run.py MODEL.onnx BATCH < inputs.f32 > outputs.f32

BATCH samples a run. Integer products are exact also on processors without VNNI
(session.x64quantprecision), and float32 ones with int8 weights stay float32
(session.qdq_matmulnbits_accuracy_level).
"""

import sys

import numpy as np
import onnxruntime


EXACT = {"session.x64quantprecision": "1", "session.qdq_matmulnbits_accuracy_level": "1"}


def session(path, entries=None, optimized=None):
    """A session of one thread; `optimized` is where to write the model that it runs."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    for key, value in (EXACT if entries is None else entries).items():
        options.add_session_config_entry(key, value)
    if optimized is not None:
        options.optimized_model_filepath = optimized
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def run(model, inputs, batch):
    """The first output for samples [samples, ...], `batch` of them at a time."""
    (port,) = model.get_inputs()
    runs = [
        model.run(None, {port.name: inputs[at : at + batch]})[0]
        for at in range(0, len(inputs), batch)
    ]
    return np.concatenate(runs)


def main():
    path, batch = sys.argv[1], int(sys.argv[2])
    model = session(path)
    (port,) = model.get_inputs()
    raw = np.frombuffer(sys.stdin.buffer.read(), np.float32)
    outputs = run(model, raw.reshape(-1, *port.shape[1:]), batch)
    sys.stdout.buffer.write(outputs.astype(np.float32).tobytes())


if __name__ == "__main__":
    main()
