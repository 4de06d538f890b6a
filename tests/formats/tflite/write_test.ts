import { assertEquals, assertMatch } from "@std/assert";
import { prepare } from "../../../src/execute/mod.ts";
import { readTflite, writeTflite } from "../../../src/formats/mod.ts";
import { rootTable } from "../../../src/formats/tflite/flatbuffer.ts";
import { operatorName } from "../../../src/formats/tflite/builtin_operators.ts";
import { type Graph, noClamp, type Op, removeDead } from "../../../src/graph/mod.ts";
import { type DType, type Shape, tensor } from "../../../src/tensor/mod.ts";
import { constant, graphOf, relu, smallCnn, values } from "../../graphs.ts";
import {
  dense,
  float32,
  int8,
  oneNode,
  perChannel,
  perTensor,
  value,
} from "../../graph/one_node.ts";
import { sameGraph } from "./same_graph.ts";

/** The operators of a file with their versions: `CONV_2D 3`. */
function operatorsOf(bytes: Uint8Array): readonly string[] {
  const model = rootTable(bytes, "TFL3");
  const codes = model.tables(1).map((code) => `${operatorName(code.int32(3))} ${code.int32(2)}`);
  return model.tables(2)[0]!.tables(3).map((operator) => codes[operator.uint32(0)]!);
}

Deno.test("writeTflite() writes the same bytes for the same graph, and says where they come from", () => {
  const bytes = writeTflite(smallCnn());
  assertEquals(bytes, writeTflite(smallCnn()));
  const model = rootTable(bytes, "TFL3");
  assertEquals(model.uint32(0), 3);
  assertMatch(model.text(3), /^ptqbench \d+\.\d+\.\d+$/);
  const described = writeTflite(smallCnn(), { description: "mine" });
  assertEquals(rootTable(described, "TFL3").text(3), "mine");
});

Deno.test("writeTflite() starts with an empty buffer and aligns the others to 16 bytes", () => {
  const bytes = writeTflite(smallCnn());
  const [first, ...others] = rootTable(bytes, "TFL3").tables(4);
  assertEquals(first!.bytes(0), undefined);
  const starts = others.map((buffer) => buffer.bytes(0)!.byteOffset - bytes.byteOffset);
  assertEquals(starts.length, 7, "three weights, three biases, the axes of the mean");
  assertEquals(starts.map((start) => start % 16), starts.map(() => 0));
});

Deno.test("writeTflite() leaves the batch open: sizes of 1, signatures of -1", () => {
  const [subgraph] = rootTable(writeTflite(smallCnn()), "TFL3").tables(2);
  const [input] = subgraph!.tables(0);
  assertEquals([input!.int32s(0), input!.int32s(7)], [[1, 6, 6, 2], [-1, 6, 6, 2]]);
});

Deno.test("readTflite() gives back a float32 graph as it was written", () => {
  const graph = smallCnn();
  sameGraph(readTflite(writeTflite(graph)), graph);
});

const row = ["batch", 4] as const;
const q = int8(row, perTensor(0.5, 3));
const codes = perTensor(0.25, -5);

/** One int8 node of one input, with an output of that shape and those parameters. */
function unary(op: Op, r = codes): Graph {
  return oneNode({ op, inputs: ["q"], rounding: "tflm" }, { q, r: int8(row, r) });
}

/** One node that moves codes. */
function moving(op: Op, shape: Shape): Graph {
  const parameters = perTensor(0.5, 3);
  return oneNode({ op, inputs: ["q"] }, { q: int8(wide, parameters), r: int8(shape, parameters) });
}

/** One int8 node of two inputs, the second constant. */
function pair(
  kind: "add" | "sub" | "mul",
  { x = row, c = row, scale = 0.25 }: {
    readonly x?: Shape;
    readonly c?: Shape;
    readonly scale?: number;
  } = {},
): Graph {
  return oneNode({ op: { kind, clamp: noClamp }, inputs: ["q", "c"], rounding: "tflm" }, {
    q: int8(x, perTensor(0.5, 3)),
    r: int8(x, perTensor(scale, -5)),
    constants: [value("c", int8(c.with(0, 1), perTensor(0.5, 1)), true)],
  });
}

const one = { strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] } as const;
const image = ["batch", 2, 2, 4] as const;
const wide = ["batch", 2, 3, 2, 4] as const;

/** A layer with weights and no bias. */
function unbiased(op: Op, { x, w, r, axis = 0 }: {
  readonly x: Shape;
  readonly w: Shape;
  readonly r: Shape;
  readonly axis?: number;
}): Graph {
  return oneNode({ op, inputs: ["q", "w"], rounding: "tflm" }, {
    q: int8(x, perTensor(0.5, 3)),
    r: int8(r, codes),
    constants: [value("w", int8(w, perChannel(axis, w[axis] as number)), true)],
  });
}

const conv = { kind: "conv2d", groups: 1, clamp: noClamp, ...one } as const;
const depthwise = { kind: "depthwiseConv2d", multiplier: 1, clamp: noClamp, ...one } as const;

const written: readonly (readonly [operator: string, graph: Graph])[] = [
  ["ADD 2", pair("add")],
  ["SUB 2", pair("sub")],
  [
    "SUB 2",
    oneNode({ op: { kind: "sub", clamp: noClamp }, inputs: ["q", "q"], rounding: "tflm" }, {
      q: int8(wide, perTensor(0.5, 3)),
      r: int8(wide, codes),
    }),
  ],
  ["SUB 3", pair("sub", { x: wide, c: ["batch", 1, 3, 1, 4] })],
  ["MUL 2", pair("mul", { scale: 0.26 })],
  ["MUL 3", pair("mul", { scale: 0.25 })],
  ["RELU 2", unary({ kind: "clamp", clamp: relu })],
  ["RELU6 2", unary({ kind: "clamp", clamp: { min: 0, max: 6 } })],
  ["RELU_N1_TO_1 1", unary({ kind: "clamp", clamp: { min: -1, max: 1 } })],
  ["LEAKY_RELU 1", unary({ kind: "leakyRelu", alpha: 0.125 })],
  ["HARD_SWISH 1", unary({ kind: "hardSwish" })],
  ["LOGISTIC 2", unary({ kind: "sigmoid" }, perTensor(1 / 256, -128))],
  ["TANH 2", unary({ kind: "tanh" }, perTensor(1 / 128, 0))],
  ["SOFTMAX 2", unary({ kind: "softmax" }, perTensor(1 / 256, -128))],
  ["QUANTIZE 1", unary({ kind: "requantize" })],
  [
    "TRANSPOSE 4",
    moving({ kind: "transpose", permutation: [0, 4, 1, 2, 3] }, ["batch", 4, 2, 3, 2]),
  ],
  [
    "PAD 4",
    moving(
      { kind: "pad", before: [0, 0, 1, 0, 0], after: [0, 2, 0, 0, 0], value: 0 },
      ["batch", 4, 4, 2, 4],
    ),
  ],
  ["FULLY_CONNECTED 4", unbiased(dense, { x: row, w: [3, 4], r: ["batch", 3] })],
  ["FULLY_CONNECTED 5", unbiased(dense, { x: ["batch", 2, 4], w: [3, 4], r: ["batch", 2, 3] })],
];

for (const [operator, graph] of written) {
  const shape = graph.outputs[0]!.shape.join(", ");
  Deno.test(`writeTflite() writes ${operator} to [${shape}], and readTflite() gives the node back`, () => {
    const bytes = writeTflite(graph);
    assertEquals(operatorsOf(bytes), ["QUANTIZE 1", operator, "DEQUANTIZE 2"]);
    const again = readTflite(bytes);
    sameGraph(again, graph);
  });
}

Deno.test("writeTflite() gives a convolution without a bias one of zeros", () => {
  const graphs = [
    ["CONV_2D 3", unbiased(conv, { x: image, w: [3, 2, 2, 4], r: ["batch", 1, 1, 3] })],
    [
      "CONV_2D 6",
      unbiased({ ...conv, groups: 2 }, { x: image, w: [6, 2, 2, 2], r: ["batch", 1, 1, 6] }),
    ],
    [
      "DEPTHWISE_CONV_2D 3",
      unbiased(depthwise, { x: image, w: [2, 2, 4], r: ["batch", 1, 1, 4], axis: 2 }),
    ],
  ] as const;
  for (const [operator, graph] of graphs) {
    const bytes = writeTflite(graph);
    assertEquals(operatorsOf(bytes), ["QUANTIZE 1", operator, "DEQUANTIZE 2"]);
    const again = readTflite(bytes);
    const bias = again.values.get("r:bias")!.constant!;
    assertEquals([bias.dtype, bias.data.every((code) => code === 0)], ["int32", true]);
    const without = (nodes: Graph["nodes"]) =>
      nodes.map((node) => ({ ...node, inputs: node.inputs.filter((name) => name !== "r:bias") }));
    sameGraph(removeDead({ ...again, nodes: without(again.nodes) }), graph);
  }
});

Deno.test("writeTflite() writes one bias under the scales of each layer that reads it", () => {
  const layer = (name: string, input: string) =>
    ({ name, op: dense, inputs: [input, "w", "b"], output: name, rounding: "tflm" }) as const;
  const type = int8(row, perTensor(0.5, 3));
  const graph: Graph = {
    name: "shared",
    inputs: [{ name: "x", dtype: "int8", shape: row }],
    outputs: [{ name: "z", dtype: "int8", shape: row }],
    values: new Map([
      value("x", type),
      value("y", int8(row, perTensor(0.125, 0))),
      value("z", type),
      value("w", int8([4, 4], perTensor(1)), true),
      value("b", { dtype: "int32", shape: [4], quantization: { kind: "none" } }, true),
    ]),
    nodes: [layer("y", "x"), layer("z", "y")],
  };
  const model = rootTable(writeTflite(graph), "TFL3");
  assertEquals(model.tables(4).length, 3, "no buffer, weights, bias");
  const biases = model.tables(2)[0]!.tables(0).filter((tensor) => tensor.text(3) === "b");
  assertEquals(biases.map((bias) => bias.table(4)!.float32s(2)), [[0.5], [0.125]]);
});

const codesAt = (dtype: DType) =>
  dtype === "uint8"
    ? tensor("uint8", [1, 4], Uint8Array.of(0, 100, 130, 255))
    : tensor("int8", [1, 4], Int8Array.from([0, 100, 130, 255], (code) => code - 128));

for (
  const [from, to] of [["int8", "int8"], ["uint8", "int8"], ["int8", "uint8"], [
    "uint8",
    "uint8",
  ]] as const
) {
  Deno.test(`writeTflite() writes ports of ${from} and ${to}, uint8 ones behind a QUANTIZE`, () => {
    const graph: Graph = {
      name: "ports",
      inputs: [{ name: "x", dtype: from, shape: row }],
      outputs: [{ name: "y", dtype: to, shape: row }],
      values: new Map([value("x", q), value("y", int8(row, codes))]),
      nodes: [{
        name: "n",
        op: { kind: "clamp", clamp: relu },
        inputs: ["x"],
        output: "y",
        rounding: "tflm",
      }],
    };
    const bytes = writeTflite(graph);
    assertEquals(operatorsOf(bytes), [
      ...(from === "uint8" ? ["QUANTIZE 1"] : []),
      "RELU 2",
      ...(to === "uint8" ? ["QUANTIZE 1"] : []),
    ]);
    const again = readTflite(bytes);
    assertEquals([again.inputs, again.outputs], [graph.inputs, graph.outputs]);
    const run = (each: Graph) =>
      prepare(each, { kernels: "reference" }).run({ x: codesAt(from) })["y"];
    assertEquals(run(again), run(graph));
    assertEquals(writeTflite(again), bytes);
  });
}

Deno.test("writeTflite() writes int8 weights of a float32 input behind a DEQUANTIZE", () => {
  const shape = ["batch", 1, 1, 4] as const;
  const data = values(16, { seed: 7 });
  const graph = oneNode({ op: depthwise, inputs: ["x", "w"] }, {
    q: float32(image),
    r: float32(shape),
    constants: [["w", {
      name: "w",
      type: int8([2, 2, 4], perChannel(2, 4)),
      constant: tensor("int8", [2, 2, 4], Int8Array.from(data, (x) => Math.round(x * 127))),
    }]],
  });
  const bytes = writeTflite(graph);
  assertEquals(operatorsOf(bytes), ["DEQUANTIZE 5", "DEPTHWISE_CONV_2D 1"]);
  const x = tensor("float32", [1, 2, 2, 4], values(16, { seed: 8 }));
  const run = (each: Graph) => prepare(each, { kernels: "reference" }).run({ x })["r"];
  assertEquals(run(readTflite(bytes)), run(graph));
});

Deno.test("writeTflite() fuses a clamp whose bounds leave the codes of a known activation", () => {
  const clamped = (min: number, max: number) =>
    oneNode({ op: { kind: "add", clamp: { min, max } }, inputs: ["q", "q"], rounding: "tflm" }, {
      q,
      r: int8(row, perTensor(0.0625, -128)),
    });
  const table = [
    [-Infinity, Infinity, noClamp],
    [0, Infinity, relu],
    [0, 6, { min: 0, max: 6 }],
    [-1, 1, { min: -1, max: 1 }],
    [0, 15.9375, noClamp],
    [-3, 6.001, { min: 0, max: 6 }],
    [0, 1, { min: -1, max: 1 }],
  ] as const;
  for (const [min, max, expected] of table) {
    const { op } = readTflite(writeTflite(clamped(min, max))).nodes[1]!;
    assertEquals(op, { kind: "add", clamp: expected }, `[${min}, ${max}]`);
  }
});

Deno.test("writeTflite() writes constants of float32 arithmetic, the same one once", () => {
  const add = { kind: "add", clamp: noClamp } as const;
  const graph = graphOf(["batch", 3], [
    { name: "a", op: add, inputs: ["x", "c"], shape: ["batch", 3] },
    { name: "y", op: add, inputs: ["c", "a"], shape: ["batch", 3] },
  ], { c: constant([3], { seed: 9 }) });
  const bytes = writeTflite(graph);
  sameGraph(readTflite(bytes), graph);
  assertEquals(rootTable(bytes, "TFL3").tables(2)[0]!.tables(0).length, 4, "x, c, a, y");
});
