import { assertEquals } from "@std/assert";
import { noClamp, type Op, valueOf } from "../../../src/graph/mod.ts";
import type { Shape } from "../../../src/tensor/mod.ts";
import {
  batched,
  counting,
  int8,
  int8Weights,
  list,
  type OneOperator,
  readOperator,
} from "./one_operator.ts";

interface Case {
  readonly name: string;
  readonly operator: OneOperator;
  /** The ops of the Graph. */
  readonly ops: readonly Op[];
  readonly shape: Shape;
}

const image = batched("x", 5, 4, 2);
const relu = { min: 0, max: Infinity };
const still = { strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] } as const;

const cases: readonly Case[] = [
  {
    name: "CONV_2D SAME puts the odd padding after, strides and dilations by axis",
    operator: {
      kind: "CONV_2D",
      tensors: [image, counting("w", 3, 2, 3, 2), counting("b", 3)],
      optionsType: 1,
      options: [
        { slot: 1, int32: 1 },
        { slot: 2, int32: 2 },
        { slot: 3, int8: 1 },
        { slot: 5, int32: 2 },
      ],
    },
    ops: [{
      kind: "conv2d",
      groups: 1,
      clamp: relu,
      strides: [2, 1],
      dilations: [2, 1],
      pads: [1, 1, 1, 1],
    }],
    shape: ["batch", 3, 4, 3],
  },
  {
    name: "CONV_2D of fewer input channels has groups",
    operator: {
      kind: "CONV_2D",
      tensors: [image, counting("w", 4, 1, 1, 1)],
      options: [{ slot: 0, int8: 1 }, { slot: 1, int32: 1 }, { slot: 2, int32: 1 }],
    },
    ops: [{ kind: "conv2d", groups: 2, clamp: noClamp, ...still }],
    shape: ["batch", 5, 4, 4],
  },
  {
    name: "CONV_2D without a bias reads an absent input",
    operator: {
      kind: "CONV_2D",
      tensors: [image, counting("w", 3, 1, 1, 2)],
      inputs: [0, 1, -1],
      options: [{ slot: 0, int8: 1 }, { slot: 1, int32: 1 }, { slot: 2, int32: 1 }],
    },
    ops: [{ kind: "conv2d", groups: 1, clamp: noClamp, ...still }],
    shape: ["batch", 5, 4, 3],
  },
  {
    name: "DEPTHWISE_CONV_2D has its multiplier from the weights",
    operator: {
      kind: "DEPTHWISE_CONV_2D",
      tensors: [image, counting("w", 1, 2, 2, 6)],
      options: [{ slot: 0, int8: 1 }, { slot: 1, int32: 2 }, { slot: 2, int32: 1 }],
    },
    ops: [{ kind: "depthwiseConv2d", multiplier: 3, clamp: noClamp, ...still, strides: [1, 2] }],
    shape: ["batch", 4, 2, 6],
  },
  {
    name: "FULLY_CONNECTED flattens a sample",
    operator: {
      kind: "FULLY_CONNECTED",
      tensors: [batched("x", 2, 3), counting("w", 4, 6)],
      options: [{ slot: 0, int8: 3 }],
    },
    ops: [
      { kind: "reshape", shape: ["batch", 6] },
      { kind: "fullyConnected", clamp: { min: 0, max: 6 } },
    ],
    shape: ["batch", 4],
  },
  {
    name: "FULLY_CONNECTED keeps its axes where it says so",
    operator: {
      kind: "FULLY_CONNECTED",
      tensors: [batched("x", 2, 3), counting("w", 4, 3)],
      options: [{ slot: 2, int8: 1 }],
    },
    ops: [{ kind: "fullyConnected", clamp: noClamp }],
    shape: ["batch", 2, 4],
  },
  {
    name: "AVERAGE_POOL_2D puts its activation behind",
    operator: {
      kind: "AVERAGE_POOL_2D",
      tensors: [image],
      options: [...[1, 2, 3, 4].map((slot) => ({ slot, int32: 2 })), { slot: 5, int8: 1 }],
    },
    ops: [
      {
        kind: "averagePool2d",
        kernel: [2, 2],
        strides: [2, 2],
        dilations: [1, 1],
        pads: [0, 0, 1, 0],
      },
      { kind: "clamp", clamp: relu },
    ],
    shape: ["batch", 3, 2, 2],
  },
  {
    name: "MAX_POOL_2D VALID leaves the rest out",
    operator: {
      kind: "MAX_POOL_2D",
      tensors: [image],
      options: [
        { slot: 0, int8: 1 },
        ...[1, 2, 3].map((slot) => ({ slot, int32: 2 })),
        { slot: 4, int32: 3 },
      ],
    },
    ops: [{
      kind: "maxPool2d",
      kernel: [3, 2],
      strides: [2, 2],
      dilations: [1, 1],
      pads: [0, 0, 0, 0],
    }],
    shape: ["batch", 2, 2, 2],
  },
  {
    name: "MEAN takes axes from the end, each once",
    operator: {
      kind: "MEAN",
      tensors: [image, list("axes", -2, 1, 2)],
      options: [{ slot: 0, int8: 1 }],
    },
    ops: [{ kind: "mean", axes: [1, 2], keepDims: true }],
    shape: ["batch", 1, 1, 2],
  },
  {
    name: "SUB broadcasts a constant on its left",
    operator: {
      kind: "SUB",
      tensors: [counting("c", 2), image],
      options: [{ slot: 0, int8: 2 }],
      model: { inputs: [1] },
    },
    ops: [{ kind: "sub", clamp: { min: -1, max: 1 } }],
    shape: ["batch", 5, 4, 2],
  },
  {
    name: "RESHAPE works out -1 and keeps the batch",
    operator: { kind: "RESHAPE", tensors: [image, list("s", 1, -1, 10)] },
    ops: [{ kind: "reshape", shape: ["batch", 4, 10] }],
    shape: ["batch", 4, 10],
  },
  {
    name: "RESHAPE has its shape in the options of old files",
    operator: {
      kind: "RESHAPE",
      tensors: [image],
      optionsType: 17,
      options: [{ slot: 0, int32s: [-1, 40] }],
    },
    ops: [{ kind: "reshape", shape: ["batch", 40] }],
    shape: ["batch", 40],
  },
  {
    name: "SQUEEZE leaves the axes out that it lists",
    operator: {
      kind: "SQUEEZE",
      tensors: [batched("x", 1, 3, 1)],
      options: [{ slot: 0, int32s: [-1, 1] }],
    },
    ops: [{ kind: "reshape", shape: ["batch", 3] }],
    shape: ["batch", 3],
  },
  {
    name: "SQUEEZE without a batch leaves every axis of 1 out",
    operator: { kind: "SQUEEZE", tensors: [{ name: "x", shape: [1, 3, 1] }] },
    ops: [{ kind: "reshape", shape: [3] }],
    shape: [3],
  },
  {
    name: "PAD reads pads before and after each axis",
    operator: {
      kind: "PAD",
      tensors: [
        int8(batched("x", 2, 3)),
        { type: "INT64", shape: [3, 2], data: [0, 0, 1, 2, 3, 4] },
      ],
      output: int8({ shape: [] }),
    },
    ops: [{ kind: "pad", before: [0, 1, 3], after: [0, 2, 4], value: 0 }],
    shape: ["batch", 5, 10],
  },
  {
    name: "CONCATENATION counts its axis from the end",
    operator: {
      kind: "CONCATENATION",
      tensors: [int8(batched("x", 2, 3)), int8(batched("z", 2, 1))],
      output: int8({ shape: [] }),
      options: [{ slot: 0, int32: -1 }],
      model: { inputs: [0, 1] },
    },
    ops: [{ kind: "concat", axis: 2 }],
    shape: ["batch", 2, 4],
  },
];

for (const { name, operator, ops, shape } of cases) {
  Deno.test(`readTflite() reads ${name}`, () => {
    const graph = readOperator(operator);
    assertEquals(graph.nodes.map(({ op }) => op), ops);
    assertEquals(graph.outputs[0]!.shape, shape);
    assertEquals(graph.outputs[0]!.name, "y");
  });
}

Deno.test("readTflite() lays depthwise weights out and keeps their scales along channels", () => {
  const graph = readOperator({
    kind: "DEPTHWISE_CONV_2D",
    tensors: [
      int8(image),
      { ...int8Weights("w", 1, 2, 1, 2), scales: [0.25, 0.5], zeroPoints: [0, 0], axis: 3 },
      { name: "b", type: "INT32", shape: [2], data: [7, -7] },
    ],
    output: int8({ shape: [] }),
    options: [{ slot: 0, int8: 1 }, { slot: 1, int32: 1 }, { slot: 2, int32: 1 }],
  }, { rounding: "litert-ref" });
  const weights = valueOf(graph, "w");
  assertEquals(weights.type.shape, [2, 1, 2]);
  assertEquals(Array.from(weights.constant!.data), [1, 2, 3, 4]);
  assertEquals({ ...weights.type.quantization }, {
    kind: "static",
    granularity: "per-channel",
    axis: 2,
    scales: [0.25, 0.5] as never,
  });
  assertEquals(Array.from(valueOf(graph, "b").constant!.data), [7, -7]);
  assertEquals(graph.nodes[0]!.rounding, "litert-ref");
});

Deno.test("readTflite() reads int8 weights of a float32 operator as the reals that they are", () => {
  const graph = readOperator({
    kind: "FULLY_CONNECTED",
    tensors: [batched("x", 2), {
      ...int8Weights("w", 2, 2),
      scales: [0.25, 2],
      zeroPoints: [0, 0],
    }],
  });
  assertEquals(graph.nodes.map(({ op }) => op.kind), ["fullyConnected"]);
  assertEquals(Array.from(valueOf(graph, "w").constant!.data), [0.25, 0.5, 6, 8]);
  assertEquals(valueOf(graph, "w").type.dtype, "float32");
});

Deno.test("readTflite() keeps codes of UINT8 tensors 128 lower", () => {
  const graph = readOperator({
    kind: "QUANTIZE",
    tensors: [{ ...batched("x", 2), type: "UINT8", scales: [0.5], zeroPoints: [130] }],
    output: int8({ shape: [] }, 0.5, 2),
  });
  assertEquals(graph.inputs[0]!.dtype, "uint8");
  assertEquals(graph.nodes.map(({ op }) => op.kind), ["requantize"]);
  assertEquals(
    valueOf(graph, "x").type.quantization,
    valueOf(graph, "y").type.quantization,
  );
});

Deno.test("readTflite() takes a leading 1 as the batch where it is asked to", () => {
  const operator: OneOperator = {
    kind: "RELU",
    tensors: [{ name: "x", shape: [1, 3] }],
  };
  assertEquals(readOperator(operator).inputs[0]!.shape, [1, 3]);
  assertEquals(readOperator(operator, { batch: "leading" }).inputs[0]!.shape, ["batch", 3]);
});
