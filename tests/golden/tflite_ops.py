"""Makes tflite_ops.json: outputs of the TensorFlow Lite reference kernels for one-operator int8 models,
and tflite_ops_micro.json: where TensorFlow Lite Micro gives other outputs for the same models, or has no
kernel that takes them.

    pip install tensorflow-cpu==2.21.0 tflite_micro==0.dev20260203175027 flatbuffers numpy
    python tflite_ops.py litert
    python tflite_ops.py micro

Inputs are random, and chosen: accumulators next to a tie, scales and values at which candidate
roundings give different codes. One case a line; arrays are base64, little-endian, or "every code":
-128 to 127.
"""

import json
import pathlib

from tflite_cases import cases, interpret
from tflite_elementwise import pairs, unary
from tflite_model import litert
from tflite_reductions import mean, pad, softmax
from tflite_weighted import convolutions, depthwise, fully_connected, pools

fully_connected()
convolutions()
depthwise()
pools()
pairs()
unary()
softmax()
mean()
pad()


def micro_differences(reference):
    """The cases that have no output, and the outputs that are not those of the reference kernels."""
    refused, different = [], {}
    for i, (case, known) in enumerate(zip(cases, reference, strict=True)):
        assert json.loads(json.dumps(case["inputs"])) == known["inputs"], i
        if "data" not in case["output"]:
            refused.append(i)
        elif case["output"]["data"] != known["output"]["data"]:
            different[i] = case["output"]["data"]
    return json.dumps({"refused": refused, "different": different}, indent=0)


golden = pathlib.Path(__file__).with_name("tflite_ops.json")
if interpret is litert:
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    golden.write_text(f"[\n{lines}\n]\n")
else:
    found = micro_differences(json.loads(golden.read_text()))
    golden.with_name("tflite_ops_micro.json").write_text(found + "\n")
