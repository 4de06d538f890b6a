import { assertEquals } from "@std/assert";
import { counting } from "../model_bytes.ts";
import { assertRefused, assertRuns, kinds, type OneNode, readOne } from "./one_node.ts";

// x is 0 1 2 / 3 4 5
const x = ["n", 3] as const;
const b = counting([3, 2]); // 1 2 / 3 4 / 5 6
const product = [13, 16, 40, 52];
const bias = { shape: [2], floats: [0.5, -0.5] };

const gemms: readonly (readonly [string, OneNode, readonly number[], readonly string[]])[] = [
  ["no bias", { op: "Gemm", x, constants: { b } }, product, ["fullyConnected"]],
  [
    "a bias",
    { op: "Gemm", x, constants: { b, c: bias } },
    [13.5, 15.5, 40.5, 51.5],
    ["fullyConnected"],
  ],
  [
    "alpha and beta",
    { op: "Gemm", x, constants: { b, c: bias }, attributes: { alpha: 2, beta: 4 } },
    [28, 30, 82, 102],
    ["fullyConnected"],
  ],
  [
    "transB",
    {
      op: "Gemm",
      x,
      constants: { b: { shape: [2, 3], floats: [1, 3, 5, 2, 4, 6] } },
      attributes: { transB: 1n },
    },
    product,
    ["fullyConnected"],
  ],
  [
    "a scalar bias",
    { op: "Gemm", x, constants: { b, c: { shape: [], floats: [1] } } },
    [14, 17, 41, 53],
    ["fullyConnected"],
  ],
  [
    "a matrix that is added",
    { op: "Gemm", x: [2, 3], constants: { b, c: counting([2, 2]) } },
    [14, 18, 43, 56],
    ["fullyConnected", "add"],
  ],
  [
    "a column that is added",
    { op: "Gemm", x: [2, 3], constants: { b, c: counting([2, 1]) } },
    [14, 17, 42, 54],
    ["fullyConnected", "add"],
  ],
  [
    "transA",
    { op: "Gemm", x: [3, 2], constants: { b }, attributes: { transA: 1n } },
    [26, 32, 35, 44],
    ["transpose", "fullyConnected"],
  ],
  [
    "two activations",
    { op: "Gemm", x: [2, 3], more: { b: [3, 2] }, inputs: ["x", "b"], attributes: { alpha: 2 } },
    [20, 26, 56, 80],
    ["matmul", "mul"],
  ],
  [
    "three activations",
    {
      op: "Gemm",
      x: [2, 3],
      more: { b: [2, 3], c: [2] },
      inputs: ["x", "b", "c"],
      attributes: { transB: 1n, beta: 3 },
    },
    [5, 17, 14, 53],
    ["mul", "transpose", "matmul", "add"],
  ],
  [
    "a constant on the left",
    { op: "Gemm", x: [3, 2], constants: { a: counting([2, 3]) }, inputs: ["a", "x"] },
    [16, 22, 34, 49],
    ["matmul"],
  ],
];

Deno.test("readOnnx() reads Gemm", () => {
  for (const [name, model, data, ops] of gemms) {
    assertEquals(kinds(readOne(model)), ops, name);
    assertRuns(model, { shape: [2, 2], data });
  }
});

const matmuls: readonly (readonly [
  string,
  OneNode,
  { readonly shape: readonly number[]; readonly data: readonly number[] },
  readonly string[],
])[] = [
  [
    "a constant matrix",
    { op: "MatMul", x, constants: { b } },
    { shape: [2, 2], data: product },
    ["fullyConnected"],
  ],
  [
    "a constant vector",
    { op: "MatMul", x, constants: { b: counting([3]) } },
    { shape: [2], data: [8, 26] },
    ["fullyConnected", "reshape"],
  ],
  [
    "a vector on the left",
    { op: "MatMul", x: [3], constants: { b } },
    { shape: [2], data: [13, 16] },
    ["fullyConnected"],
  ],
  [
    "two vectors",
    { op: "MatMul", x: [3], more: { b: [3] }, inputs: ["x", "b"] },
    { shape: [], data: [5] },
    ["reshape", "reshape", "matmul", "reshape"],
  ],
  [
    "a constant vector on the left",
    { op: "MatMul", x: [3, 2], constants: { a: counting([3]) }, inputs: ["a", "x"] },
    { shape: [2], data: [16, 22] },
    ["matmul", "reshape"],
  ],
  [
    "stacks of matrices",
    { op: "MatMul", x: ["n", 1, 3], more: { b: ["n", 3, 1] }, inputs: ["x", "b"] },
    { shape: [2, 1, 1], data: [5, 50] },
    ["matmul"],
  ],
  [
    "a constant stack",
    { op: "MatMul", x: ["n", 1, 3], constants: { b: counting([1, 3, 1]) } },
    { shape: [2, 1, 1], data: [8, 26] },
    ["matmul"],
  ],
];

Deno.test("readOnnx() reads MatMul", () => {
  for (const [name, model, expected, ops] of matmuls) {
    assertEquals(kinds(readOne(model)), ops, name);
    assertRuns(model, expected);
  }
});

Deno.test("readOnnx() names what a matrix product breaks", () => {
  const cases: readonly (readonly [string, OneNode])[] = [
    ["A and B must have 2 axes, got [3]", { op: "Gemm", x, constants: { b: counting([3]) } }],
    ["weights must have 3 columns", { op: "Gemm", x, constants: { b: counting([2, 2]) } }],
    ["C must broadcast to [batch, 2], got [5, 1, 2]", {
      op: "Gemm",
      x,
      constants: { b, c: counting([5, 1, 2]) },
    }],
    ["a transpose must leave the batch in front", {
      op: "Gemm",
      x,
      constants: { b },
      attributes: { transA: 1n },
    }],
    ['attribute "transB" must be 0 or 1, got 2', {
      op: "Gemm",
      x,
      constants: { b },
      attributes: { transB: 2n },
    }],
    ["the inner sizes must agree, got [batch, 3] and [2, 3]", {
      op: "MatMul",
      x,
      constants: { b: counting([2, 3]) },
    }],
    ["operands must have at least 1 axis, got []", {
      op: "MatMul",
      x,
      constants: { b: counting([]) },
    }],
    ["one input must be computed from the model's inputs, got only constants", {
      op: "MatMul",
      x,
      constants: { b },
      inputs: ["b", "b2"],
      more: {},
    }],
  ];
  for (const [rule, model] of cases.slice(0, -1)) assertRefused(model, rule);
  const [rule, model] = cases.at(-1)!;
  assertRefused(
    { ...model, constants: { b, b2: counting([2, 3]) }, inputs: ["b", "b2"] },
    rule,
  );
});
