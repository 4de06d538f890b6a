"""Runs the TensorFlow Lite files that writeTflite makes of the digits models, and keeps what it sees.

    pip install tensorflow-cpu==2.21.0
    python tests/golden/tflite_export.py

needs deno: tests/golden/tflite_export.ts writes the calibration tables (to
tests/formats/tflite/fixtures), the files and 200 evaluation digits. Of each file written.json gets the
SHA-256 of its bytes, the SHA-256 of all outputs of the reference kernels (BUILTIN_REF), the operators
with their versions, and how the default kernels (XNNPACK) differ from the reference; of the files with
float32 activations the first outputs themselves.

The models of tflite_models.py, read and written again, must give what goldens.json says of them.
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import tempfile

import numpy as np
import tensorflow as tf

from tflite_models import OUT, REFERENCE, encoded
from tensorflow.lite.python import schema_py_generated as schema

ROOT = pathlib.Path(__file__).parent.parent.parent
SAMPLES, BATCH, KEPT = 200, 20, 20
DEFAULT = tf.lite.experimental.OpResolverType.AUTO


def run(content, inputs, resolver, batch=BATCH):
    """Outputs in batches: the leading size is left open."""
    interpreter = tf.lite.Interpreter(
        model_content=content, experimental_op_resolver_type=resolver, num_threads=1
    )
    [port], [out] = interpreter.get_input_details(), interpreter.get_output_details()
    assert port["shape_signature"][0] == out["shape_signature"][0] == -1, (port, out)
    interpreter.resize_tensor_input(port["index"], (batch, *inputs.shape[1:]))
    interpreter.allocate_tensors()
    outputs = []
    for start in range(0, len(inputs), batch):
        interpreter.set_tensor(port["index"], inputs[start : start + batch])
        interpreter.invoke()
        outputs.append(interpreter.get_tensor(out["index"]))
    return np.concatenate(outputs)


def operators_of(content):
    """Each kind of operator with its version, and how often it is there."""
    names = {value: name for name, value in vars(schema.BuiltinOperator).items() if name[0] != "_"}
    tree = schema.ModelT.InitFromPackedBuf(content, 0)
    assert tree.version == 3 and tree.description == b"ptqbench test"
    counts = {}
    for operator in tree.subgraphs[0].operators:
        code = tree.operatorCodes[operator.opcodeIndex]
        assert code.builtinCode == code.deprecatedBuiltinCode
        name = f"{names[code.builtinCode]} {code.version}"
        counts[name] = counts.get(name, 0) + 1
    return counts


def check_alignment(content):
    """Buffers start at multiples of 16 bytes."""
    model = schema.Model.GetRootAs(content, 0)
    for i in range(model.BuffersLength()):
        buffer = model.Buffers(i)
        if buffer.DataLength():
            field = buffer._tab.Offset(4)
            assert buffer._tab.Vector(field) % 16 == 0, i


def steps_of(content):
    """The scale of the last int8 value: what is between the interpreter's float32 outputs."""
    tree = schema.ModelT.InitFromPackedBuf(content, 0).subgraphs[0]
    last = tree.operators[-1]
    return np.float32(tree.tensors[last.inputs[0]].quantization.scale[0])


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def golden(content, inputs):
    check_alignment(content)
    reference = run(content, inputs, REFERENCE)
    default = run(content, inputs, DEFAULT)
    entry = {"fileSha256": sha256(content), "operators": operators_of(content)}
    if "QUANTIZE 1" not in entry["operators"]:
        return {**entry, "output": encoded(reference[:KEPT])}
    entry["outputSha256"] = sha256(reference.tobytes())
    distance = np.abs(reference - default) / steps_of(content)
    entry["xnnpack"] = {
        "outputs": int(reference.size),
        "different": int((reference != default).sum()),
        "largestSteps": int(np.rint(distance.max())),
        "top1Different": int((reference.argmax(1) != default.argmax(1)).sum()),
    }
    return entry


def decoded(tensor):
    data = np.frombuffer(base64.b64decode(tensor["base64"]), tensor["dtype"])
    return data.reshape(tensor["shape"])


def check_rewritten(content, expected):
    """The same outputs as the file that was read: to the bit where they are codes."""
    check_alignment(content)
    inputs, outputs = decoded(expected["input"]), decoded(expected["output"])
    found = run(content, inputs, REFERENCE, batch=len(inputs))
    assert found.dtype == outputs.dtype and found.shape == outputs.shape
    exact = "QUANTIZE" in expected["operators"] or outputs.dtype != np.float32
    limit = 0 if exact else 1e-5
    assert np.abs(found.astype(np.float64) - outputs).max() <= limit
    return {"fileSha256": sha256(content), "operators": operators_of(content)}


def main():
    assert tf.__version__ == "2.21.0", tf.__version__
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["deno", "run", "--allow-read", "--allow-write", "--allow-env"]
            + [str(ROOT / "tests" / "golden" / "tflite_export.ts"), folder],
            check=True,
            cwd=ROOT,
        )
        inputs = np.fromfile(pathlib.Path(folder) / "inputs.f32", np.float32)
        inputs = inputs.reshape(SAMPLES, 1, 28, 28)
        read = json.loads((OUT / "goldens.json").read_text())
        goldens = {}
        for path in sorted(pathlib.Path(folder).glob("*.tflite")):
            content = path.read_bytes()
            goldens[path.stem] = (
                check_rewritten(content, read[path.stem])
                if path.stem in read
                else golden(content, inputs)
            )
    for name, entry in goldens.items():
        print(name, entry["operators"], entry.get("xnnpack"))
    (OUT / "written.json").write_text(json.dumps(goldens, indent=2) + "\n")


main()
