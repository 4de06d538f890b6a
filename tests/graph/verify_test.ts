import { assertStrictEquals, assertThrows } from "@std/assert";
import {
  type Graph,
  ModelError,
  noClamp,
  type Node,
  unquantized,
  type ValueType,
  verifyGraph,
} from "../../src/graph/mod.ts";
import { graphOf, relu, smallCnn } from "../graphs.ts";
import {
  dense,
  denseGraph,
  dynamic,
  float32,
  int8,
  oneNode,
  perChannel,
  perTensor,
  value,
} from "./one_node.ts";

const [s, t] = [perTensor(0.5, 3), perTensor(0.25)];
const x4 = ["batch", 4] as const;
const y2 = ["batch", 2] as const;

const int32 = { dtype: "int32", shape: [2], quantization: unquantized } as const;
const perRow = int8([2, 4], perChannel(0, 2));
const clamp6 = { kind: "clamp", clamp: { min: 0, max: 6 } } as const;

const legal: readonly (readonly [string, Graph])[] = [
  ["a float32 network", smallCnn()],
  ["static", denseGraph({ q: int8(x4, s), weights: perRow, bias: int32, r: int8(y2, t) })],
  [
    "static with per-tensor weights",
    denseGraph({ q: int8(x4, s), weights: int8([2, 4], t), bias: int32, r: int8(y2, t) }),
  ],
  [
    "dynamic",
    denseGraph({ q: int8(x4, dynamic), weights: perRow, bias: float32([2]), r: int8(y2, dynamic) }),
  ],
  [
    "dynamic input, static output",
    denseGraph({ q: int8(x4, dynamic), weights: perRow, bias: float32([2]), r: int8(y2, t) }),
  ],
  [
    "static input, dynamic output",
    denseGraph({ q: int8(x4, s), weights: perRow, bias: float32([2]), r: int8(y2, dynamic) }),
  ],
  [
    "hybrid",
    denseGraph({ q: int8(x4, dynamic), weights: perRow, bias: float32([2]), r: float32(y2) }),
  ],
  [
    "weight-only",
    denseGraph({ q: float32(x4), weights: perRow, bias: float32([2]), r: float32(y2) }),
  ],
  [
    "a tied op that keeps its parameters",
    oneNode({ op: { kind: "reshape", shape: ["batch", 2, 2] }, inputs: ["q"] }, {
      q: int8(x4, dynamic),
      r: int8(["batch", 2, 2], dynamic),
    }),
  ],
  [
    "a subtraction of profile litert-ref",
    oneNode({ op: { kind: "sub", clamp: noClamp }, inputs: ["q", "q"], rounding: "litert-ref" }, {
      q: int8(x4, s),
      r: int8(x4, t),
    }),
  ],
  [
    "sigmoid to its own parameters",
    oneNode({ op: { kind: "sigmoid" }, inputs: ["q"], rounding: "litert-ref" }, {
      q: int8(x4, s),
      r: int8(x4, perTensor(1 / 256, -128)),
    }),
  ],
  [
    "tanh to its own parameters",
    oneNode({ op: { kind: "tanh" }, inputs: ["q"], rounding: "litert-ref" }, {
      q: int8(x4, s),
      r: int8(x4, perTensor(1 / 128)),
    }),
  ],
  [
    "a clamp of a dynamic value",
    oneNode({ op: clamp6, inputs: ["q"], rounding: "tflm" }, {
      q: int8(x4, dynamic),
      r: int8(x4, dynamic),
    }),
  ],
];

Deno.test("verifyGraph() gives back legal graphs, float32 and quantized", () => {
  for (const [, graph] of legal) assertStrictEquals(verifyGraph(graph), graph);
});

const y = { name: "y", op: { kind: "clamp", clamp: relu }, inputs: ["x"], shape: ["batch", 2] };
const float = graphOf(["batch", 2], [y as Parameters<typeof graphOf>[1][number]]);

/** The float graph with one value replaced. */
function withValue(name: string, type: ValueType, constant = false): Graph {
  return { ...float, values: new Map([...float.values, value(name, type, constant)]) };
}

const [node] = float.nodes as readonly [Node];

const illegal: readonly (readonly [string, Graph])[] = [
  ["it must have an input, got none", { ...float, inputs: [] }],
  ["it must have an output, got none", { ...float, outputs: [] }],
  ['inputs must be values of the graph, got "z"', {
    ...float,
    nodes: [{ ...node, inputs: ["z"] }],
  }],
  ['inputs must be computed before the node, got "y"', {
    ...float,
    nodes: [{ ...node, inputs: ["y"] }],
  }],
  ['the output must be a value, got "z"', { ...float, nodes: [{ ...node, output: "z" }] }],
  ['the output must be computed once, got "x" again', {
    ...float,
    nodes: [{ ...node, output: "x" }],
  }],
  ['node names must be unique, got "n:y" twice', { ...float, nodes: [node, node] }],
  ['the output "y" must have the shape [batch, 2], got [batch, 3]', {
    ...withValue("y", float32(["batch", 3])),
    outputs: [{ name: "y", dtype: "float32", shape: ["batch", 3] }],
  }],
  ["its value must be float32 [batch, 3], got float32 [batch, 2]", {
    ...float,
    outputs: [{ name: "y", dtype: "float32", shape: ["batch", 3] }],
  }],
  ["it must be a value of the graph, got none of that name", {
    ...float,
    outputs: [{ name: "z", dtype: "float32", shape: ["batch", 2] }],
  }],
  ["it must be computed by a node, got none that computes it", {
    ...float,
    outputs: float.inputs,
  }],
  ["output names must be unique, got it twice", {
    ...float,
    outputs: [...float.outputs, ...float.outputs],
  }],
  ["input names must be unique, got it twice", {
    ...float,
    inputs: [...float.inputs, ...float.inputs],
  }],
  ["an activation must be an input or the output of a node", withValue("z", float32([2]))],
  ["it must be an activation, got a constant", {
    ...withValue("c", float32([2]), true),
    inputs: [...float.inputs, { name: "c", dtype: "float32", shape: [2] }],
  }],
  ["one input must be an activation, got only constants", {
    ...withValue("c", float32([1, 2]), true),
    nodes: [{ ...node, op: { kind: "reshape", shape: [1, 2] }, inputs: ["c"] }],
    values: new Map([
      ...float.values,
      value("c", float32([1, 2]), true),
      value("y", float32([1, 2])),
    ]),
    outputs: [{ name: "y", dtype: "float32", shape: [1, 2] }],
  }],
  [
    "an activation must be float32, or int8 quantized per-tensor, got int32",
    withValue("x", { dtype: "int32", shape: x4, quantization: unquantized }),
  ],
  [
    "an activation must be float32, or int8 quantized per-tensor, got int8",
    withValue("x", int8(x4, unquantized)),
  ],
  [
    "got int8, static per-channel",
    withValue("x", int8(x4, perChannel(1, 4))),
  ],
  [
    "a constant must be float32, int8 with static scales, or int32, got int8, dynamic",
    withValue("c", int8([2], dynamic), true),
  ],
  ["it must have 2 scales along axis 0, got 3", withValue("c", int8([2], perChannel(0, 3)), true)],
  ["the axis of its scales must be in [0, 1), got 1", {
    ...withValue("c", int8([2], perChannel(1, 2)), true),
  }],
  ["it must be listed under its name", {
    ...float,
    values: new Map([...float.values, ["z", float.values.get("x")!]]),
  }],
  [
    "bias must be int32 for an input int8, static per-tensor",
    denseGraph({ q: int8(x4, s), weights: perRow, bias: float32([2]), r: int8(y2, t) }),
  ],
  [
    "bias must be float32 for an input int8, dynamic per-tensor",
    denseGraph({ q: int8(x4, dynamic), weights: perRow, bias: int32, r: int8(y2, dynamic) }),
  ],
  [
    "the scales of its weights must run along axis 0, got 1",
    denseGraph({
      q: int8(x4, s),
      weights: int8([2, 4], perChannel(1, 4)),
      bias: int32,
      r: int8(y2, t),
    }),
  ],
  [
    "weights must be int8, got float32",
    denseGraph({ q: int8(x4, s), weights: float32([2, 4]), bias: int32, r: int8(y2, t) }),
  ],
  [
    "the output of a float32 input must be float32, got int8",
    denseGraph({ q: float32(x4), weights: perRow, bias: float32([2]), r: int8(y2, t) }),
  ],
  [
    "must name its rounding, got none",
    denseGraph({
      q: int8(x4, s),
      weights: perRow,
      bias: int32,
      r: int8(y2, t),
      rounding: "none",
    }),
  ],
  [
    'weights must be constant, got "q"',
    oneNode({ op: dense, inputs: ["q", "q"], rounding: "tflm" }, {
      q: int8([4, 4], s),
      r: int8([4, 4], t),
    }),
  ],
  [
    'the input "c" must be quantized per-tensor, got int8, static per-channel',
    oneNode({ op: { kind: "add", clamp: noClamp }, inputs: ["q", "c"], rounding: "tflm" }, {
      q: int8(x4, s),
      r: int8(x4, t),
      constants: [value("c", int8([4], perChannel(0, 4)), true)],
    }),
  ],
  [
    'the output "r" must have the parameters of its input',
    oneNode({ op: { kind: "reshape", shape: x4 }, inputs: ["q"] }, {
      q: int8(x4, s),
      r: int8(x4, t),
    }),
  ],
  [
    'the output "r" must be static, got int8, dynamic per-tensor',
    oneNode({ op: { kind: "softmax" }, inputs: ["q"], rounding: "tflm" }, {
      q: int8(x4, s),
      r: int8(x4, dynamic),
    }),
  ],
  ...(["sub", "mul"] as const).map((kind) =>
    [
      "must name its rounding, got none",
      oneNode({ op: { kind, clamp: noClamp }, inputs: ["q", "q"] }, {
        q: int8(x4, s),
        r: int8(x4, t),
      }),
    ] as const
  ),
  ...(["softmax", "sigmoid", "tanh"] as const).map((kind) =>
    [
      kind === "tanh"
        ? "must have scale 0.0078125 and zero point 0, got scale 0.00390625 and zero point 0"
        : "must have scale 0.00390625 and zero point -128, got scale 0.00390625 and zero point 0",
      oneNode({ op: { kind }, inputs: ["q"], rounding: "litert-ref" }, {
        q: int8(x4, s),
        r: int8(x4, perTensor(1 / 256)),
      }),
    ] as const
  ),
  [
    'the output "r" must be int8, got float32',
    oneNode({ op: clamp6, inputs: ["q"] }, { q: int8(x4, s), r: float32(x4) }),
  ],
  [
    'the input "x" must be int8, got float32',
    oneNode({ op: { kind: "requantize" }, inputs: ["x"], rounding: "tflm" }, {
      q: int8(x4, s),
      r: int8(x4, t),
    }),
  ],
];

Deno.test("verifyGraph() names what breaks a rule", () => {
  for (const [rule, graph] of illegal) {
    assertThrows(() => verifyGraph(graph), ModelError, rule);
  }
});
