import { assertEquals } from "@std/assert";
import { type Graph, valueOf } from "../../../../src/graph/mod.ts";
import type { TestModel, TestNode, TestTensor } from "../model_bytes.ts";
import {
  between,
  dequantizeNode,
  int8,
  kindsOf,
  parameters,
  parametersOf,
  quantizeNode,
  readModel,
  scalar,
} from "../quantized_models.ts";

const dense: TestNode = {
  op: "Gemm",
  name: "dense",
  inputs: ["a", "w", "c"],
  outputs: ["b"],
  attributes: { transB: 1n },
};

/** Weights [2, 4] per-channel, and a bias at the scale of input times weights. */
const denseConstants = {
  "w:q": { shape: [2, 4], int8: [1, -2, 3, -127, 127, 0, 5, 7] },
  "w:s": { shape: [2], floats: [0.5, 0.125] },
  "w:z": { shape: [2], int8: [0, 0] },
  "c:q": { shape: [2], int32: [2 ** 29 + 1, -(2 ** 25) - 1] },
  "c:s": { shape: [2], floats: [0.125, 0.03125] },
  "c:z": { shape: [2], int32: [0, 0] },
};
const along: TestNode["attributes"] = { axis: 0n };
const denseNodes = [
  { ...dequantizeNode("w:q", "w", "w"), attributes: along },
  { ...dequantizeNode("c:q", "c", "c"), attributes: along },
  dense,
];

function constantData(graph: Graph, name: string): readonly number[] {
  return Array.from(valueOf(graph, name).constant!.data);
}

Deno.test("readOnnx() keeps parameters, weights and bias of a QDQ layer as they are", () => {
  const graph = readModel(between(denseNodes, { constants: denseConstants }));
  assertEquals(kindsOf(graph), "quantize* fullyConnected* dequantize");
  const node = graph.nodes[1]!;
  assertEquals([node.name, node.output, node.rounding], ["dense", "q", "tflm"]);
  assertEquals(parametersOf(graph, "p"), [0.25, 3 - 128]);
  assertEquals(parametersOf(graph, "q"), [0.5, 100 - 128]);
  const [, weights, bias] = node.inputs;
  assertEquals(constantData(graph, weights!), denseConstants["w:q"].int8);
  assertEquals(valueOf(graph, weights!).type.quantization, {
    kind: "static",
    granularity: "per-channel",
    axis: 0,
    scales: [0.5, 0.125],
  } as never);
  assertEquals(constantData(graph, bias!), denseConstants["c:q"].int32);
});

Deno.test("readOnnx() gives int8 nodes the rounding that is asked for", () => {
  const model = between(denseNodes, { constants: denseConstants });
  assertEquals(readModel(model, { rounding: "litert-ref" }).nodes[1]!.rounding, "litert-ref");
});

Deno.test("readOnnx() rounds a bias that is not at the scale of input times weights", () => {
  const cases: readonly (readonly [Readonly<Record<string, TestTensor>>, readonly number[]])[] = [
    [{ "c:s": { shape: [2], floats: [0.25, 0.03125] }, "c:q": { shape: [2], int32: [3, 4] } }, [
      6,
      4,
    ]],
    [{ "c:z": { shape: [2], int32: [1, 1] }, "c:q": { shape: [2], int32: [3, 4] } }, [2, 3]],
  ];
  for (const [constants, codes] of cases) {
    const graph = readModel(
      between(denseNodes, { constants: { ...denseConstants, ...constants } }),
    );
    assertEquals(constantData(graph, graph.nodes[1]!.inputs[2]!), codes);
  }
  const int8Bias = { ...denseConstants, "c:z": int8(0), "c:q": { shape: [2], int8: [2, 3] } };
  const small = readModel(between(denseNodes, {
    constants: { ...int8Bias, "c:s": scalar(0.25) },
  }));
  assertEquals(constantData(small, small.nodes[1]!.inputs[2]!), [4, 24]);
  const float = readModel(between([denseNodes[0]!, dense], {
    constants: { ...denseConstants, c: { shape: [2], floats: [1.0625, -1] } },
  }));
  assertEquals(constantData(float, float.nodes[1]!.inputs[2]!), [9, -32]); // 8.5 away from zero
});

Deno.test("readOnnx() leaves a layer float32 whose int32 bias would pass 2^30", () => {
  const huge = { "c:q": { shape: [2], int32: [2 ** 30, 0] } };
  const graph = readModel(between(denseNodes, { constants: { ...denseConstants, ...huge } }));
  assertEquals(kindsOf(graph), "quantize* dequantize fullyConnected quantize* dequantize");
  assertEquals(valueOf(graph, graph.nodes[2]!.inputs[1]!).type.dtype, "int8"); // weight-only
});

const relu: TestNode = { op: "Relu", name: "relu", inputs: ["a"], outputs: ["b"] };
const image = ["n", 2, 4, 4];
const pool = { "kernel_shape": [2n, 2n], strides: [2n, 2n] };
const fixed: readonly [number, number] = [1 / 256, 0];
const inner = { op: "Identity", inputs: ["a"], outputs: ["b"] };

/** What lies between dequantize and quantize, and the ops that it becomes. */
const fusions: readonly (readonly [string, TestModel, string])[] = [
  ["a clamp", between([relu]), "quantize* clamp* dequantize"],
  [
    "a layer and its clamp",
    between([...denseNodes.slice(0, 2), { ...dense, outputs: ["d"] }, { ...relu, inputs: ["d"] }], {
      constants: denseConstants,
    }),
    "quantize* fullyConnected* dequantize",
  ],
  ["other parameters", between([inner]), "quantize* requantize* dequantize"],
  ["the same parameters", between([inner], { out: [0.25, 3] }), "quantize* dequantize"],
  [
    "a reshape",
    between([{ op: "Flatten", inputs: ["a"], outputs: ["b"] }], { x: image, out: [0.25, 3] }),
    "quantize* reshape* dequantize",
  ],
  [
    "a max pool",
    between([{ op: "MaxPool", inputs: ["a"], outputs: ["b"], attributes: pool }], {
      x: image,
      out: [0.25, 3],
    }),
    "quantize* transpose* maxPool2d* transpose* dequantize",
  ],
  [
    "a max pool to other parameters",
    between([{ op: "MaxPool", inputs: ["a"], outputs: ["b"], attributes: pool }], { x: image }),
    "quantize* transpose* maxPool2d* requantize* transpose* dequantize",
  ],
  [
    "an average pool to other parameters",
    between([{ op: "AveragePool", inputs: ["a"], outputs: ["b"], attributes: pool }], { x: image }),
    "quantize* transpose* dequantize averagePool2d quantize* transpose* dequantize",
  ],
  [
    "a clamp to [0, 6] and other parameters",
    between([{ op: "Clip", inputs: ["a", "lo", "hi"], outputs: ["b"] }], {
      constants: { lo: scalar(0), hi: scalar(6) },
    }),
    "quantize* clamp* requantize* dequantize",
  ],
  [
    "a sigmoid with its scale",
    between([{ op: "Sigmoid", inputs: ["a"], outputs: ["b"] }], { out: fixed }),
    "quantize* sigmoid* dequantize",
  ],
  [
    "a sigmoid with another",
    between([{ op: "Sigmoid", inputs: ["a"], outputs: ["b"] }]),
    "quantize* dequantize sigmoid quantize* dequantize",
  ],
  [
    "a constant that was not dequantized",
    between([{ op: "Mul", inputs: ["a", "c"], outputs: ["b"] }], { constants: { c: scalar(0.3) } }),
    "quantize* dequantize mul quantize* dequantize",
  ],
  [
    "a sum of an image with a dequantized constant along its channels",
    between([dequantizeNode("c:q", "c", "c"), { op: "Add", inputs: ["a", "c"], outputs: ["b"] }], {
      x: image,
      constants: {
        "c:q": { shape: [1, 2, 1, 1], int8: [-7, 9] },
        "c:s": scalar(0.3),
        "c:z": int8(5),
      },
    }),
    "quantize* add* dequantize",
  ],
];

Deno.test("readOnnx() fuses what has an int8 op between dequantize and quantize", () => {
  for (const [what, model, wanted] of fusions) {
    assertEquals(kindsOf(readModel(model)), wanted, what);
  }
});

Deno.test("readOnnx() finds the codes of a dequantized constant that a pass moved", () => {
  const constants = {
    ...parameters({ p: [0.25, 3], q: [0.5, 100] }),
    "c:q": { shape: [1, 2, 1, 1], int8: [-7, 9] },
    "c:s": scalar(0.3),
    "c:z": int8(5),
    "w:q": { shape: [2, 2, 1, 1], int8: [1, 2, 3, 4] },
    "w:s": scalar(0.5),
    "w:z": int8(0),
    ...parameters({ m: [0.5, 100] }),
  };
  const graph = readModel({
    inputs: { x: image },
    nodes: [
      quantizeNode("x", "p"),
      dequantizeNode("p", "a"),
      dequantizeNode("w:q", "w", "w"),
      { op: "Conv", inputs: ["a", "w"], outputs: ["v"] },
      quantizeNode("v", "m"),
      dequantizeNode("m", "u"),
      dequantizeNode("c:q", "c", "c"),
      { op: "Add", inputs: ["u", "c"], outputs: ["b"] },
      quantizeNode("b", "q"),
      dequantizeNode("q", "y"),
    ],
    constants,
  });
  assertEquals(kindsOf(graph), "quantize* transpose* conv2d* add* transpose* dequantize");
  const [, c] = graph.nodes[3]!.inputs;
  assertEquals(constantData(graph, c!), [-7, 9]);
  assertEquals(valueOf(graph, c!).type.shape, [2]);
  assertEquals(parametersOf(graph, c!), [Math.fround(0.3), 5]);
});

Deno.test("readOnnx() brings the inputs of a concat to its parameters", () => {
  const graph = readModel({
    inputs: { x: ["n", 4] },
    nodes: [
      quantizeNode("x", "p"),
      dequantizeNode("p", "a"),
      quantizeNode("x", "r"),
      dequantizeNode("r", "b"),
      { op: "Concat", name: "join", inputs: ["a", "b"], outputs: ["c"], attributes: { axis: 1n } },
      quantizeNode("c", "q"),
      dequantizeNode("q", "y"),
    ],
    constants: parameters({ p: [0.25, 3], r: [0.5, 7], q: [0.5, 7] }),
  });
  assertEquals(kindsOf(graph), "quantize* quantize* requantize* concat* dequantize");
  assertEquals(graph.nodes[3]!.inputs, ["p:for:join", "r"]);
});

Deno.test("readOnnx() leaves an op float32 whose output is read as float32 too", () => {
  const model = between([relu]);
  const graph = readModel({
    ...model,
    outputs: ["y", "z"],
    nodes: [...model.nodes, { op: "Tanh", inputs: ["b"], outputs: ["z"] }],
  });
  assertEquals(kindsOf(graph), "quantize* dequantize clamp quantize* dequantize tanh");
});

Deno.test("readOnnx() folds float weights that are quantized in the model, ties to even", () => {
  const weights = [0.25, -0.25, 0.75, 1, 2, -2.5, 100, -100];
  const model = between([
    { ...quantizeNode("w:f", "w:q", "w"), attributes: along },
    denseNodes[0]!,
    { ...dense, inputs: ["a", "w"] },
  ], {
    constants: {
      "w:f": { shape: [2, 4], floats: weights },
      "w:s": { shape: [2], floats: [0.5, 1] },
      "w:z": { shape: [2], int8: [0, 0] },
    },
  });
  const graph = readModel(model);
  assertEquals(kindsOf(graph), "quantize* fullyConnected* dequantize");
  assertEquals(constantData(graph, graph.nodes[1]!.inputs[1]!), [0, 0, 2, 2, 2, -2, 100, -100]);
});

Deno.test("readOnnx() reads uint8 weights and a zero point for each channel", () => {
  const whole = readModel(between([dequantizeNode("w:q", "w", "w"), {
    ...dense,
    inputs: ["a", "w"],
  }], {
    constants: {
      "w:q": { shape: [2, 4], uint8: [0, 255, 1, 2, 3, 4, 5, 6] },
      ...parameters({ w: [0.5, 200] }),
    },
  }));
  assertEquals(kindsOf(whole), "quantize* fullyConnected* dequantize");
  assertEquals(parametersOf(whole, whole.nodes[1]!.inputs[1]!), [0.5, 72]);
  const channels = readModel(between([denseNodes[0]!, { ...dense, inputs: ["a", "w"] }], {
    constants: {
      "w:q": { shape: [2, 4], uint8: [10, 11, 12, 13, 200, 201, 202, 203] },
      "w:s": { shape: [2], floats: [0.5, 1] },
      "w:z": { shape: [2], uint8: [12, 200] },
    },
  }));
  const weights = channels.nodes[1]!.inputs[1]!;
  assertEquals(constantData(channels, weights), [-2, -1, 0, 1, 0, 1, 2, 3]);
  const apart = readModel(between([denseNodes[0]!, { ...dense, inputs: ["a", "w"] }], {
    constants: {
      "w:q": { shape: [2, 4], uint8: [0, 255, 12, 13, 200, 201, 202, 203] },
      "w:s": { shape: [2], floats: [0.5, 1] },
      "w:z": { shape: [2], uint8: [200, 200] },
    },
  }));
  assertEquals(kindsOf(apart), "quantize* dequantize fullyConnected quantize* dequantize");
});
