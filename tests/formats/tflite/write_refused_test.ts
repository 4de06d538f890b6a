import { assertThrows } from "@std/assert";
import { writeTflite } from "../../../src/formats/mod.ts";
import { type Graph, ModelError, noClamp, type Op } from "../../../src/graph/mod.ts";
import { quantize } from "../../../src/quantize/mod.ts";
import { graphOf, smallCnn } from "../../graphs.ts";
import { dense, dynamic, float32, int8, oneNode, perTensor, value } from "../../graph/one_node.ts";

const row = ["batch", 4] as const;
const q = int8(row, perTensor(0.5, 3));
const image = ["batch", 4, 4, 2] as const;
const deep = ["batch", 1, 1, 1, 1, 1, 4] as const;

/** One float32 op on x. */
function float(op: Op, shape: Graph["inputs"][0]["shape"], output = shape): Graph {
  return graphOf(shape, [{ name: "y", op, inputs: ["x"], shape: output }]);
}

/** A fully connected layer of int8 input. */
function layer(
  { weights = perTensor(1), r = int8(row, perTensor(0.5)) }: {
    readonly weights?: ReturnType<typeof perTensor>;
    readonly r?: ReturnType<typeof int8> | ReturnType<typeof float32>;
  },
): Graph {
  return oneNode({ op: dense, inputs: ["q", "w"], rounding: "tflm" }, {
    q,
    r,
    constants: [value("w", int8([4, 4], weights), true)],
  });
}

const pool = { kernel: [3, 3], strides: [2, 2], dilations: [1, 1], pads: [1, 1, 1, 1] } as const;

const refused: readonly (readonly [rule: string, graph: Graph])[] = [
  [
    'Cannot write node "x:quantize" (quantize) as TensorFlow Lite: int8 activations must have fixed ' +
    "parameters (scheme static), for TensorFlow Lite has no others, got dynamic ones for " +
    '"x:int8"',
    quantize(smallCnn(), { kind: "dynamic", weights: "per-channel" }),
  ],
  [
    "(quantize) as TensorFlow Lite: int8 activations must have fixed parameters",
    quantize(smallCnn(), { kind: "hybrid", weights: "per-channel" }),
  ],
  [
    'Cannot write node "node" (fullyConnected) as TensorFlow Lite: int8 activations must have fixed',
    layer({ r: int8(row, dynamic) }),
  ],
  ['an int8 input must have an int8 output, got float32 for "r"', layer({ r: float32(row) })],
  [
    'the zero point of int8 weights must be 0, got 7 for "w"',
    layer({ weights: perTensor(1, 7) }),
  ],
  [
    'Cannot write node "n:y" (clamp) as TensorFlow Lite: a clamp must be that of RELU, RELU6 or ' +
    "RELU_N1_TO_1, or leave the same codes, got [0, 4]",
    float({ kind: "clamp", clamp: { min: 0, max: 4 } }, row),
  ],
  [
    "a clamp must be that of RELU",
    float({ kind: "clamp", clamp: noClamp }, row),
  ],
  [
    "or leave the same codes, got [0, 20]",
    oneNode({
      op: { kind: "add", clamp: { min: 0, max: 20 } },
      inputs: ["q", "q"],
      rounding: "tflm",
    }, {
      q,
      r: int8(row, perTensor(0.5, 0)),
    }),
  ],
  [
    "its op must be one that is written as TensorFlow Lite, got hardSigmoid",
    float({ kind: "hardSigmoid", alpha: 0.2, beta: 0.5 }, row),
  ],
  [
    "its op must be one that is written as TensorFlow Lite, got matmul",
    graphOf(["batch", 2, 2], [{
      name: "y",
      op: { kind: "matmul", clamp: noClamp },
      inputs: ["x", "x"],
      shape: ["batch", 2, 2],
    }]),
  ],
  [
    "the dilations of a pool must be 1, got [2, 1]",
    float(
      { kind: "maxPool2d", ...pool, kernel: [2, 2], dilations: [2, 1], pads: [0, 0, 0, 0] },
      image,
      ["batch", 1, 2, 2],
    ),
  ],
  [
    "the padding of a pool must be SAME or VALID, or that of a maximum of values that are never " +
    "below 0, got [1, 1, 1, 1]",
    float({ kind: "maxPool2d", ...pool }, image, ["batch", 2, 2, 2]),
  ],
  [
    "the padding of a pool must be SAME or VALID",
    graphOf(image, [
      {
        name: "a",
        op: { kind: "clamp", clamp: { min: 0, max: Infinity } },
        inputs: ["x"],
        shape: image,
      },
      {
        name: "y",
        op: { kind: "averagePool2d", ...pool },
        inputs: ["a"],
        shape: ["batch", 2, 2, 2],
      },
    ]),
  ],
  [
    "padding must be 0, got 1",
    float({ kind: "pad", before: [0, 1], after: [0, 0], value: 1 }, row, ["batch", 5]),
  ],
  [
    "a pad must have at most 5 axes, got 6",
    float(
      {
        kind: "pad",
        before: [0, 0, 0, 0, 0, 1],
        after: [0, 0, 0, 0, 0, 0],
        value: 0,
      },
      deep.slice(1).with(0, "batch"),
      ["batch", 1, 1, 1, 1, 5],
    ),
  ],
  [
    'values must have at most 6 axes, got [batch, 1, 1, 1, 1, 1, 4] for "x"',
    float({ kind: "softmax" }, deep),
  ],
  [
    'operands must have the scale and zero point of the output, "q" has others',
    oneNode({ op: { kind: "concat", axis: 1 }, inputs: ["q", "q"] }, {
      q,
      r: int8(["batch", 8], perTensor(1)),
    }),
  ],
  [
    'Cannot write port "y" as TensorFlow Lite: it must be float32, int8 or uint8, got int32',
    (() => {
      const graph = float({ kind: "softmax" }, row);
      return { ...graph, outputs: graph.outputs.map((port) => ({ ...port, dtype: "int32" })) };
    })(),
  ],
];

for (const [rule, graph] of refused) {
  Deno.test(`writeTflite() refuses: ${rule}`, () => {
    assertThrows(() => writeTflite(graph), ModelError, rule);
  });
}
