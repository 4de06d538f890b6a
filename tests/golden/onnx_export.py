"""Makes onnx_export.json: what onnxruntime makes of the static models that writeOnnx writes.

From the root of the repository, with numpy, onnx 1.23 and onnxruntime 1.31 installed:

    deno run --allow-read --allow-write --allow-env tests/golden/onnx_export.ts DIR
    python tests/golden/onnx_export.py DIR > tests/golden/onnx_export.json

For each model and scheme: how many of the 2,000 evaluation samples get the class that our session gives
them, how many logits are the same, and the most that one differs. For static also the classes of the
first 200 samples; how many codes of each layer differ and by how many steps at most (from the model's
input on, and with the codes of our session as inputs of the layer: its own rounding alone); and the
operators that onnxruntime runs: as it comes, with codes kept int8, and of the file with uint8 codes.
"""

import collections
import json
import os
import sys

import numpy as np
import onnx
import onnxruntime

from onnx_run import run, session

FOLDER = sys.argv[1]
CLASSES = 200
# DynamicQuantizeLinear finds one range for a batch; our sessions one for a sample.
PER_BATCH = {"dynamic", "dynamic-input", "hybrid"}


def path(name):
    return os.path.join(FOLDER, name)


def operators(file, entries):
    """Operators of the optimized model, in a session with these options."""
    optimized = path("optimized.onnx")
    session(path(file), entries, optimized)
    counts = collections.Counter(node.op_type for node in onnx.load(optimized).graph.node)
    return dict(sorted(counts.items()))


def tapped(model, value, inputs=()):
    """The part of a model that computes the codes of `value`, from the codes of `inputs` if given."""
    wanted, nodes = {value}, []
    for node in reversed(model.graph.node):
        if wanted.intersection(node.output) and not set(node.output).intersection(inputs):
            wanted.update(node.input)
            nodes.append(node)
    info = onnx.helper.make_tensor_value_info
    codes = onnx.TensorProto.INT8
    graph = onnx.helper.make_graph(
        nodes[::-1],
        "tapped",
        [info(name, codes, [None] * rank) for name, rank in inputs.items()]
        if inputs
        else list(model.graph.input),
        [info(value, codes, None)],
        [tensor for tensor in model.graph.initializer if tensor.name in wanted],
    )
    made = path("tapped.onnx")
    opsets = list(model.opset_import)
    onnx.save(onnx.helper.make_model(graph, opset_imports=opsets, ir_version=8), made)
    return session(made)


def counted(codes, ours):
    """How many codes differ, and by how many steps at most. Images of the file are [N, C, H, W]."""
    if codes.shape != ours.shape:
        codes = codes.transpose(0, 2, 3, 1)
    steps = np.abs(codes.astype(int) - ours.astype(int))
    return {"differ": int((steps > 0).sum()), "mostSteps": int(steps.max())}


def layers(name, samples, listed):
    """Codes that differ from our session's: from the model's input on, and from our own codes on."""
    model = onnx.load(path(f"{name}-static.onnx"))
    ours = {
        layer["value"]: np.fromfile(path(f"{name}-{index}.i8"), np.int8).reshape(layer["shape"])
        for index, layer in enumerate(listed)
    }
    found = []
    for index, layer in enumerate(listed):
        value = layer["value"]
        batch = layer["shape"][0]
        (whole,) = tapped(model, value).run(None, {"input": samples[:batch]})
        row = {"value": value, "codes": int(ours[value].size), "whole": counted(whole, ours[value])}
        if index > 0:
            feeds = {}
            for source in layer["inputs"]:
                codes = ours[source]
                image = codes.ndim == 4 and source != listed[0]["value"]
                feeds[source] = codes.transpose(0, 3, 1, 2).copy() if image else codes
            part = tapped(model, value, {source: codes.ndim for source, codes in feeds.items()})
            row["alone"] = counted(part.run(None, feeds)[0], ours[value])
        found.append(row)
    return found


def main():
    inputs = np.fromfile(path("inputs.f32"), np.float32).reshape(-1, 1, 28, 28)
    models = {}
    for name in ["mlp", "lenet5", "dscnn", "resnet8"]:
        with open(path(f"{name}.json"), encoding="utf-8") as file:
            description = json.load(file)
        schemes = {}
        for scheme, sha256 in description["schemes"].items():
            file = path(f"{name}-{scheme}.onnx")
            onnx.checker.check_model(onnx.load(file), full_check=True)
            outputs = run(session(file), inputs, 1 if scheme in PER_BATCH else 50)
            ours = np.fromfile(path(f"{name}-{scheme}.f32"), np.float32).reshape(outputs.shape)
            same = outputs.argmax(1) == ours.argmax(1)
            schemes[scheme] = {
                "graphSha256": sha256,
                "sameClass": int(same.sum()),
                "sameLogits": int((outputs == ours).sum()),
                "mostDifference": float(np.abs(outputs - ours).max()),
            }
            if scheme == "static":
                classes = outputs.argmax(1)
        models[name] = {
            "schemes": schemes,
            "staticClasses": "".join(str(c) for c in classes[:CLASSES]),
            "layers": layers(name, inputs, description["layers"]),
            "operators": {
                "int8AsItComes": operators(f"{name}-static.onnx", {}),
                "int8Allowed": operators(f"{name}-static.onnx", {"session.qdqisint8allowed": "1"}),
                "uint8AsItComes": operators(f"{name}-uint8.onnx", {}),
            },
        }
    versions = {"onnxruntime": onnxruntime.__version__, "onnx": onnx.__version__}
    made = {**versions, "samples": len(inputs), "models": models}
    json.dump(made, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
