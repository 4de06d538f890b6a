import { assertEquals, assertThrows } from "@std/assert";
import { readOnnx } from "../../../../src/formats/mod.ts";
import { ModelError } from "../../../../src/graph/mod.ts";
import {
  counting,
  modelBytes,
  tensorBytes,
  type TestNode,
  type TestTensor,
} from "../model_bytes.ts";

const list = (...integers: readonly number[]): TestTensor => ({
  shape: [integers.length],
  integers,
});
const scalar = (integer: number): TestTensor => ({ shape: [], integers: [integer] });
const constants: Readonly<Record<string, TestTensor>> = {
  i: list(4, 5, 6),
  two: scalar(2),
  zero: scalar(0),
  one: list(1),
  f: counting([2, 3]),
  half: { shape: [2], floats: [1.5, -1.5] },
  none: { shape: [0], integers: [] },
  i3: list(3),
  end: list(-1),
  start: list(-9),
  axis: list(0),
  back: list(-1),
  none0: list(0),
  flat: list(-1),
  pair: list(2),
  five: scalar(5),
  square: list(2, 2),
  pair2: list(1, 2),
  twelve: list(12),
  large: list(2 ** 40),
  long: { shape: [17], integers: Array.from({ length: 17 }, () => 1) },
  nine: { shape: [9], integers: Array.from({ length: 9 }, () => 1) },
};

/** A model of constants alone up to `v`, which is added, as floats, to the input. */
function folding(nodes: readonly TestNode[], opset: number): Uint8Array {
  return modelBytes({
    opset,
    inputs: { x: [1, 1, 1, 1] },
    nodes: [
      { op: "Equal", inputs: ["i", "five"], outputs: ["truth"] },
      ...nodes,
      { op: "Cast", inputs: ["v"], outputs: ["float"], attributes: { to: 1n } },
      { op: "Add", inputs: ["x", "float"], outputs: ["y"] },
    ],
    constants,
  });
}

/** Shape and elements of what a node of constants gives. */
function fold(op: string, inputs: readonly string[], more: Partial<TestNode> & { opset?: number }) {
  const node = { op, inputs, outputs: ["v"], ...more };
  const graph = readOnnx(folding([node], more.opset ?? 17));
  const constant = [...graph.values.values()].find((value) => value.constant)!.constant!;
  return { shape: constant.shape, data: [...constant.data] };
}

type Case = readonly [
  string,
  readonly string[],
  Partial<TestNode> & { readonly opset?: number },
  { readonly shape: readonly number[]; readonly data: readonly number[] },
];

const attributes = (values: NonNullable<TestNode["attributes"]>) => ({ attributes: values });

const cases: readonly Case[] = [
  ["Constant", [], attributes({ value: { tensor: tensorBytes(counting([2])) } }), {
    shape: [2],
    data: [1, 2],
  }],
  ["Constant", [], attributes({ value_float: 1.5 }), { shape: [], data: [1.5] }],
  ["Constant", [], attributes({ value_floats: [1.5, 2] }), { shape: [2], data: [1.5, 2] }],
  ["Constant", [], attributes({ value_int: 3n }), { shape: [], data: [3] }],
  ["Constant", [], attributes({ value_ints: [3n, 4n] }), { shape: [2], data: [3, 4] }],
  ["Shape", ["f"], {}, { shape: [2], data: [2, 3] }],
  ["Shape", ["f"], attributes({ start: -1n }), { shape: [1], data: [3] }],
  ["Shape", ["f"], attributes({ start: 0n, end: -1n }), { shape: [1], data: [2] }],
  ["Gather", ["i", "two"], {}, { shape: [], data: [6] }],
  ["Gather", ["i", "one"], {}, { shape: [1], data: [5] }],
  ["Gather", ["f", "one"], attributes({ axis: 1n }), { shape: [2, 1], data: [2, 5] }],
  ["Gather", ["f", "one"], {}, { shape: [1, 3], data: [4, 5, 6] }],
  ["Slice", ["i", "one", "i3"], {}, { shape: [2], data: [5, 6] }],
  ["Slice", ["f", "one", "i3", "one"], {}, { shape: [2, 2], data: [2, 3, 5, 6] }],
  ["Slice", ["i", "end", "start", "axis", "back"], {}, { shape: [3], data: [6, 5, 4] }],
  ["Slice", ["i", "start", "start", "axis", "back"], {}, { shape: [1], data: [4] }],
  ["Slice", ["i"], { opset: 9, ...attributes({ starts: [-2n], ends: [9n] }) }, {
    shape: [2],
    data: [5, 6],
  }],
  ["Concat", ["i", "none", "one"], attributes({ axis: 0n }), { shape: [4], data: [4, 5, 6, 1] }],
  ["Concat", ["f", "f"], attributes({ axis: 1n }), {
    shape: [2, 6],
    data: [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6],
  }],
  ["Add", ["i", "two"], {}, { shape: [3], data: [6, 7, 8] }],
  ["Sub", ["two", "i"], {}, { shape: [3], data: [-2, -3, -4] }],
  ["Mul", ["i", "i"], {}, { shape: [3], data: [16, 25, 36] }],
  ["Div", ["i", "two"], {}, { shape: [3], data: [2, 2, 3] }],
  ["Div", ["f", "f"], {}, { shape: [2, 3], data: [1, 1, 1, 1, 1, 1] }],
  ["Cast", ["f"], attributes({ to: 9n }), { shape: [2, 3], data: [1, 1, 1, 1, 1, 1] }],
  ["Cast", ["half"], attributes({ to: 7n }), { shape: [2], data: [1, -1] }],
  ["Squeeze", ["one"], {}, { shape: [], data: [1] }],
  ["Unsqueeze", ["two", "none0"], {}, { shape: [1], data: [2] }],
  ["Reshape", ["f", "flat"], {}, { shape: [6], data: [1, 2, 3, 4, 5, 6] }],
  ["Flatten", ["i"], attributes({ axis: 0n }), { shape: [1, 3], data: [4, 5, 6] }],
  ["Transpose", ["f"], {}, { shape: [3, 2], data: [1, 4, 2, 5, 3, 6] }],
  ["Identity", ["i"], {}, { shape: [3], data: [4, 5, 6] }],
  ["ConstantOfShape", ["one"], {}, { shape: [1], data: [0] }],
  [
    "ConstantOfShape",
    ["pair"],
    attributes({ value: { tensor: tensorBytes({ shape: [1], integers: [7] }) } }),
    { shape: [2], data: [7, 7] },
  ],
  ["Range", ["zero", "five", "two"], {}, { shape: [3], data: [0, 2, 4] }],
  ["Equal", ["i", "five"], {}, { shape: [3], data: [0, 1, 0] }],
  ["Where", ["truth", "i", "two"], {}, { shape: [3], data: [2, 5, 2] }],
  ["Expand", ["one", "square"], {}, { shape: [2, 2], data: [1, 1, 1, 1] }],
  ["ReduceProd", ["i"], {}, { shape: [1], data: [120] }],
  ["ReduceProd", ["i"], attributes({ keepdims: 0n }), { shape: [], data: [120] }],
];

Deno.test("readOnnx() folds what depends on constants alone", () => {
  for (const [op, inputs, more, expected] of cases) {
    assertEquals(fold(op, inputs, more), expected, `${op} ${inputs}`);
  }
});

Deno.test("readOnnx() folds empty lists into nothing", () => {
  const attributes = { axis: 0n };
  const graph = readOnnx(folding([
    { op: "Concat", inputs: ["none", "none"], outputs: ["empty"], attributes },
    { op: "Concat", inputs: ["empty", "i"], outputs: ["v"], attributes },
  ], 17));
  const constant = [...graph.values.values()].find((value) => value.constant)!.constant!;
  assertEquals([...constant.data], [4, 5, 6]);
});

const refused: readonly (readonly [string, string, readonly string[], Partial<TestNode>])[] = [
  ["it must have one value, got 0", "Constant", [], {}],
  ["it must have one value, got 2", "Constant", [], attributes({ value_int: 1n, value_float: 2 })],
  ["indices must be in [-3, 3), got 5", "Gather", ["i", "five"], {}],
  ["indices must be integers, got float32", "Gather", ["i", "f"], {}],
  ['the input must be constant, got "x"', "Gather", ["x", "one"], {}],
  ['the input must be constant, got "x"', "Slice", ["x", "one", "i3"], {}],
  ["steps must be integers other than 0, got 0", "Slice", ["i", "one", "i3", "axis", "axis"], {}],
  ["must agree in length, got 1, 2, 1, 1", "Slice", ["i", "one", "square"], {}],
  ["axis must be in [-1, 1), got 3", "Slice", ["i", "one", "i3", "i3"], {}],
  ["inputs must have one element type", "Concat", ["i", "f"], attributes({ axis: 0n })],
  ["a divisor must not be 0, got 4 / 0", "Div", ["i", "zero"], {}],
  ["operands must have one element type", "Add", ["i", "f"], {}],
  ["operands must be numbers, got bool", "Add", ["truth", "truth"], {}],
  ["integers must stay within int64", "Mul", ["large", "large"], {}],
  ["shapes must broadcast, got [3] and [2]", "Add", ["i", "pair2"], {}],
  ["elements must be float32", "Cast", ["i"], attributes({ to: 10n })],
  ["values must fit into uint8, got -1", "Cast", ["end"], attributes({ to: 2n })],
  ["sizes must not be negative, got [-1]", "ConstantOfShape", ["end"], {}],
  ["must stay in proportion to the file", "ConstantOfShape", ["large"], {}],
  ["must stay in proportion to the file", "Expand", ["one", "large"], {}],
  ["must stay in proportion to the file", "Range", ["zero", "large", "two"], {}],
  ["a range must be finite, got 0 to 5 by 0", "Range", ["zero", "five", "zero"], {}],
  ["the condition must be bool, got int64", "Where", ["i", "i", "i"], {}],
  ["the input must have one axis, got [2, 3]", "ReduceProd", ["f"], {}],
  ["at most 16 elements, got 17", "ConstantOfShape", ["long"], {}],
  ["at most 8 axes, got 9", "Reshape", ["one", "nine"], {}],
];

Deno.test("readOnnx() names what folding breaks", () => {
  for (const [rule, op, inputs, more] of refused) {
    const node = { op, inputs, outputs: ["v"], ...more };
    const error = assertThrows(() => readOnnx(folding([node], 17)), ModelError, rule);
    assertEquals(error.message.startsWith(`Cannot read node "v" (${op}): `), true, op);
  }
});

/** A model that reshapes its input [batch, 4, 3] to what the nodes make of its shape. */
function shapeModel(nodes: readonly TestNode[]): Uint8Array {
  return modelBytes({
    inputs: { x: ["n", 4, 3] },
    nodes: [
      { op: "Shape", inputs: ["x"], outputs: ["shape"] },
      { op: "Gather", inputs: ["shape", "zero"], outputs: ["n"] },
      { op: "Unsqueeze", inputs: ["n", "axis"], outputs: ["n1"] },
      ...nodes,
      { op: "Reshape", inputs: ["x", "to"], outputs: ["y"] },
    ],
    constants,
  });
}

const concat = (...inputs: readonly string[]): TestNode => ({
  op: "Concat",
  inputs,
  outputs: ["to"],
  attributes: { axis: 0n },
});

const shapeCases: readonly (readonly [string, readonly TestNode[]])[] = [
  ["a size of the input, then the rest", [concat("n1", "end")]],
  ["a size of the input, then a number", [concat("n1", "twelve")]],
  ["a slice of the shape", [
    { op: "Slice", inputs: ["shape", "axis", "one"], outputs: ["lead"] },
    concat("lead", "end"),
  ]],
  ["a product of sizes", [
    { op: "Slice", inputs: ["shape", "one", "i3"], outputs: ["rest"] },
    { op: "ReduceProd", inputs: ["rest"], outputs: ["product"] },
    concat("n1", "product"),
  ]],
  ["the batch times 1", [
    { op: "Mul", inputs: ["n1", "one"], outputs: ["same"] },
    concat("same", "twelve"),
  ]],
  ["the batch where it is -1", [
    { op: "Equal", inputs: ["n1", "end"], outputs: ["unknown"] },
    { op: "Where", inputs: ["unknown", "one", "n1"], outputs: ["same"] },
    concat("same", "twelve"),
  ]],
  ["the batch cast to int64", [
    { op: "Cast", inputs: ["n1"], outputs: ["same"], attributes: { to: 7n } },
    concat("same", "twelve"),
  ]],
];

Deno.test("readOnnx() carries the batch through shape arithmetic", () => {
  for (const [name, nodes] of shapeCases) {
    const graph = readOnnx(shapeModel(nodes));
    assertEquals(graph.nodes.map(({ op }) => op), [
      { kind: "reshape", shape: ["batch", 12] },
    ], name);
  }
});

const lost: readonly (readonly [string, readonly TestNode[]])[] = [
  ["must keep the batch as it is, got Mul of batch and 2", [
    { op: "Mul", inputs: ["n1", "two"], outputs: ["to"] },
  ]],
  ["the batch must not be compared with a size, got batch and 5", [
    { op: "Equal", inputs: ["n1", "five"], outputs: ["to"] },
  ]],
  ["must leave the batch as it is, got the batch", [
    { op: "Cast", inputs: ["n1"], outputs: ["to"], attributes: { to: 1n } },
  ]],
  ["must leave the batch as it is, got the batch", [
    { op: "ConstantOfShape", inputs: ["n1"], outputs: ["to"] },
  ]],
  ["must not be expanded along the batch", [
    { op: "Expand", inputs: ["one", "n1"], outputs: ["to"] },
  ]],
  ["must have the 12 elements of [batch, 4, 3], got [12, batch]", [concat("twelve", "n1")]],
];

Deno.test("readOnnx() names where shape arithmetic would lose the batch", () => {
  for (const [rule, nodes] of lost) {
    assertThrows(() => readOnnx(shapeModel(nodes)), ModelError, rule);
  }
});
