/** QLinear operators, DynamicQuantizeLinear and the integer operators, in models of a few nodes. */
import { assertEquals } from "@std/assert";
import { prepare } from "../../../../src/execute/mod.ts";
import { type Graph, valueOf } from "../../../../src/graph/mod.ts";
import { type Tensor, tensor } from "../../../../src/tensor/mod.ts";
import type { TestModel, TestNode } from "../model_bytes.ts";
import {
  dequantizeNode,
  int8,
  kindsOf,
  parameters,
  parametersOf,
  quantizeNode,
  readModel,
  scalar,
  uint8,
} from "../quantized_models.ts";

function run(graph: Graph, x: Tensor): Tensor {
  return prepare(graph, { kernels: "reference" }).run({ x })["y"]!;
}

const qlinearConv: TestNode = {
  op: "QLinearConv",
  name: "conv",
  inputs: ["p", "p:s", "p:z", "w", "w:s", "w:z", "q:s", "q:z", "b"],
  outputs: ["q"],
  attributes: { group: 2n },
};

Deno.test("readOnnx() reads a depthwise QLinearConv between QuantizeLinear and DequantizeLinear", () => {
  const graph = readModel({
    inputs: { x: ["n", 2, 3, 3] },
    nodes: [quantizeNode("x", "p"), qlinearConv, dequantizeNode("q", "y")],
    constants: {
      ...parameters({ p: [0.5, 10], q: [0.25, 128] }),
      w: { shape: [2, 1, 1, 1], int8: [3, -128] },
      "w:s": { shape: [2], floats: [0.5, 0.25] },
      "w:z": int8(0),
      b: { shape: [2], int32: [7, -9] },
    },
  });
  assertEquals(
    kindsOf(graph),
    "quantize* transpose* depthwiseConv2d* transpose* dequantize",
  );
  const conv = graph.nodes[2]!;
  assertEquals([conv.name, conv.output, conv.rounding], ["conv", "q", "tflm"]);
  assertEquals(parametersOf(graph, "p"), [0.5, -118]);
  assertEquals(parametersOf(graph, "q"), [0.25, 0]);
  assertEquals(Array.from(valueOf(graph, conv.inputs[2]!).constant!.data), [7, -9]);
  const y = run(graph, tensor("float32", [1, 2, 3, 3], new Float32Array(18).fill(1)));
  // 2 * 3 + 7 = 13 of 0.25; -(2 * 128) - 9 = -265 of 0.125 is -33.1, below the least code
  assertEquals(Array.from(y.data.subarray(8, 10)), [3.25, -32]);
});

Deno.test("readOnnx() gives uint8 inputs and outputs the parameters that operators state", () => {
  const graph = readModel({
    inputs: { x: ["n", 4] },
    types: { x: "uint8", y: "uint8" },
    nodes: [
      { op: "Reshape", inputs: ["x", "shape"], outputs: ["r"] },
      {
        op: "QLinearMatMul",
        name: "dense",
        inputs: ["r", "x:s", "x:z", "w", "w:s", "w:z", "y:s", "y:z"],
        outputs: ["y"],
      },
    ],
    constants: {
      ...parameters({ x: [0.5, 10], y: [1, 3] }),
      shape: { shape: [3], integers: [0, 2, 2] },
      w: { shape: [2, 2], uint8: [130, 126, 129, 128] },
      "w:s": { shape: [2], floats: [0.5, 1] },
      "w:z": { shape: [2], uint8: [128, 128] },
    },
  });
  assertEquals(kindsOf(graph), "reshape* fullyConnected*");
  assertEquals(graph.inputs[0]!.dtype, "uint8");
  assertEquals(parametersOf(graph, "x"), [0.5, -118]);
});

/** A layer as quantize_dynamic writes it, up to the Mul with its scale. */
const dynamicDense: readonly TestNode[] = [
  { op: "DynamicQuantizeLinear", name: "find", inputs: ["x"], outputs: ["p", "s", "z"] },
  { op: "Mul", inputs: ["s", "w:s"], outputs: ["scales"] },
  { op: "MatMulInteger", name: "sums", inputs: ["p", "w", "z", "w:z"], outputs: ["i"] },
  { op: "Cast", inputs: ["i"], outputs: ["f"], attributes: { to: 1n } },
  { op: "Mul", name: "dense", inputs: ["f", "scales"], outputs: ["d"] },
];

const dynamicModel: TestModel = {
  inputs: { x: ["n", 3] },
  nodes: [
    ...dynamicDense,
    { op: "Add", inputs: ["d", "b"], outputs: ["a"] },
    { op: "Relu", inputs: ["a"], outputs: ["y"] },
  ],
  constants: {
    w: { shape: [3, 2], int8: [1, -2, 3, -4, 5, 127] },
    "w:s": { shape: [2], floats: [0.5, 0.25] },
    "w:z": { shape: [2], int8: [0, 0] },
    b: { shape: [2], floats: [0.5, -1] },
  },
};

Deno.test("readOnnx() reads DynamicQuantizeLinear and MatMulInteger as a hybrid layer", () => {
  const graph = readModel(dynamicModel);
  assertEquals(kindsOf(graph), "quantize* fullyConnected");
  const [, node] = graph.nodes;
  assertEquals([node!.name, node!.output, node!.rounding], ["dense", "y", undefined]);
  assertEquals(valueOf(graph, "p").type.quantization.kind, "dynamic");
  assertEquals(valueOf(graph, node!.inputs[2]!).type.dtype, "float32");
  // Codes of [0, 255]: scale 1, zero point 0, exact.
  const y = run(graph, tensor("float32", [1, 3], Float32Array.of(0, 1, 255)));
  assertEquals(Array.from(y.data), [(3 + 5 * 255) * 0.5 + 0.5, (-4 + 127 * 255) * 0.25 - 1]);
});

Deno.test("a hybrid layer from ONNX finds a range for each sample of a batch", () => {
  const graph = readModel(dynamicModel);
  const samples = [[0, 1, 255], [0.1, -0.2, 0.3]];
  const alone = samples.flatMap((x) =>
    Array.from(run(graph, tensor("float32", [1, 3], Float32Array.from(x))).data)
  );
  const together = prepare(graph, { kernels: "reference", batch: 2 })
    .run({ x: tensor("float32", [2, 3], Float32Array.from(samples.flat())) });
  assertEquals(Array.from(together["y"]!.data), alone);
});

Deno.test("readOnnx() reads sums of codes with a constant zero point", () => {
  const graph = readModel({
    inputs: { x: ["n", 2] },
    types: { x: "uint8" },
    nodes: [
      { op: "MatMulInteger", inputs: ["x", "w", "x:z"], outputs: ["i"] },
      { op: "Cast", inputs: ["i"], outputs: ["f"], attributes: { to: 1n } },
      { op: "Mul", inputs: ["f", "scale"], outputs: ["y"] },
    ],
    constants: {
      w: { shape: [2, 1], uint8: [200, 1] },
      "x:z": uint8(5),
      scale: scalar(0.5),
    },
  });
  assertEquals(parametersOf(graph, "x"), [1, 5 - 128]);
  const y = run(graph, tensor("uint8", [1, 2], Uint8Array.of(7, 255)));
  assertEquals(Array.from(y.data), [(2 * 200 + 250) * 0.5]);
});

Deno.test("readOnnx() dequantizes what DynamicQuantizeLinear quantized", () => {
  const graph = readModel({
    inputs: { x: ["n", 3] },
    nodes: [
      dynamicDense[0]!,
      { op: "DequantizeLinear", inputs: ["p", "s", "z"], outputs: ["y"] },
    ],
  });
  assertEquals(kindsOf(graph), "quantize* dequantize");
  const y = run(graph, tensor("float32", [1, 3], Float32Array.of(0, 1.25, 255)));
  assertEquals(Array.from(y.data), [0, 1, 255]);
});

Deno.test("readOnnx() reads ConvInteger of one spatial axis, its scale for each channel", () => {
  const graph = readModel({
    inputs: { x: ["n", 1, 4] },
    outputs: ["y"],
    nodes: [
      dynamicDense[0]!,
      { op: "Mul", inputs: ["s", "w:s"], outputs: ["scales"] },
      { op: "ConvInteger", inputs: ["p", "w", "z"], outputs: ["i"] },
      { op: "Cast", inputs: ["i"], outputs: ["f"], attributes: { to: 1n } },
      { op: "Mul", inputs: ["scales", "f"], outputs: ["y"] },
    ],
    constants: {
      w: { shape: [2, 1, 2], int8: [1, 2, -1, 0] },
      "w:s": { shape: [1, 2, 1], floats: [1, 0.5] },
    },
  });
  const y = run(graph, tensor("float32", [1, 1, 4], Float32Array.of(0, 10, 20, 255)));
  assertEquals(y.shape, [1, 2, 3]);
  assertEquals(Array.from(y.data), [20, 50, 530, 0, -5, -10].map((value) => value + 0));
});

Deno.test("readOnnx() casts codes to whole numbers", () => {
  for (const [type, codes] of [["uint8", [0, 7, 255]], ["int8", [-128, 7, 127]]] as const) {
    const graph = readModel({
      inputs: { x: ["n", 3] },
      types: { x: type },
      nodes: [
        { op: "Cast", inputs: ["x"], outputs: ["f"], attributes: { to: 1n } },
        { op: "Mul", inputs: ["f", "half"], outputs: ["y"] },
      ],
      constants: { half: scalar(0.5) },
    });
    assertEquals(kindsOf(graph), "dequantize mul");
    const x = type === "uint8"
      ? tensor("uint8", [1, 3], Uint8Array.from(codes))
      : tensor("int8", [1, 3], Int8Array.from(codes));
    assertEquals(Array.from(run(graph, x).data), codes.map((code) => code / 2));
  }
});

Deno.test("readOnnx() gives dynamic codes and int32 sums as outputs", () => {
  const dynamic = readModel({
    inputs: { x: ["n", 3] },
    types: { p: "uint8" },
    outputs: ["p", "s"],
    nodes: [dynamicDense[0]!],
  }, { outputs: ["p"] });
  const found: unknown[] = [];
  const { p } = prepare(dynamic, { kernels: "reference", batch: 2 }).run({
    x: tensor("float32", [2, 3], Float32Array.of(0, 1, 255, -2, 0, 508)),
  }, {
    tap: (name, _data, samples, parametersAt) => {
      if (name !== "p") return;
      for (let sample = 0; sample < samples; sample++) found.push(parametersAt(sample));
    },
  });
  assertEquals(p, tensor("uint8", [2, 3], Uint8Array.of(0, 1, 255, 0, 1, 255)));
  assertEquals(found, [{ scale: 1, zeroPoint: -128 }, { scale: 2, zeroPoint: -127 }]);

  const sums = readModel({
    inputs: { x: ["n", 2] },
    types: { x: "int8", y: "int32" },
    nodes: [{ op: "MatMulInteger", inputs: ["x", "w", "z"], outputs: ["y"] }],
    constants: { w: { shape: [2, 2], int8: [1, -128, 2, 127] }, z: int8(-1) },
  });
  const y = run(sums, tensor("int8", [1, 2], Int8Array.of(127, -128)));
  assertEquals(y, tensor("int32", [1, 2], Int32Array.of(128 - 254, -128 * 128 - 127 * 127)));
});
