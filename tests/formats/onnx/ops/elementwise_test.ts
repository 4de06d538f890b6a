import { assertEquals } from "@std/assert";
import type { Op } from "../../../../src/graph/mod.ts";
import { counting, type TestTensor } from "../model_bytes.ts";
import { assertRefused, assertRuns, kinds, type OneNode, readOne } from "./one_node.ts";

const x = ["n", 2] as const; // 0 1 / 2 3
const c: TestTensor = { shape: [2], floats: [2, 4] };

Deno.test("readOnnx() reads arithmetic with a constant on either side", () => {
  const cases: readonly (readonly [string, readonly string[], readonly number[]])[] = [
    ["Add", ["x", "c"], [2, 5, 4, 7]],
    ["Add", ["c", "x"], [2, 5, 4, 7]],
    ["Mul", ["x", "c"], [0, 4, 4, 12]],
    ["Sub", ["x", "c"], [-2, -3, 0, -1]],
    ["Sub", ["c", "x"], [2, 3, 0, 1]],
    ["Sub", ["x", "x"], [0, 0, 0, 0]],
    ["Div", ["x", "c"], [0, 0.25, 1, 0.75]],
  ];
  for (const [op, inputs, data] of cases) {
    assertRuns({ op, x, inputs, constants: { c } }, { shape: [2, 2], data });
  }
  assertRefused({ op: "Div", x, inputs: ["c", "x"], constants: { c } }, "divisor must be constant");
  assertRefused({ op: "Add", x, constants: { c: counting([3]) } }, "shapes must broadcast");
  assertRefused(
    { op: "Add", x, constants: { c: { shape: [2], integers: [1, 2] } } },
    'constant "c" must be float32, got int64',
  );
});

const one: readonly number[] = [];
const scalar = (value: number): TestTensor => ({ shape: one, floats: [value] });

const activations: readonly (readonly [Omit<OneNode, "x">, Op])[] = [
  [{ op: "Relu" }, { kind: "clamp", clamp: { min: 0, max: Infinity } }],
  [{ op: "Clip" }, { kind: "clamp", clamp: { min: -Infinity, max: Infinity } }],
  [
    { op: "Clip", constants: { lo: scalar(-1), hi: scalar(6) } },
    { kind: "clamp", clamp: { min: -1, max: 6 } },
  ],
  [
    { op: "Clip", inputs: ["x", "", "hi"], constants: { hi: scalar(6) } },
    { kind: "clamp", clamp: { min: -Infinity, max: 6 } },
  ],
  [
    { op: "Clip", constants: { lo: scalar(7), hi: scalar(6) } },
    { kind: "clamp", clamp: { min: 6, max: 6 } },
  ],
  [
    { op: "Clip", opset: 10, attributes: { min: 0, max: 6 } },
    { kind: "clamp", clamp: { min: 0, max: 6 } },
  ],
  [
    {
      op: "Clip",
      opset: 10,
      attributes: { min: -3.4028234663852886e38, max: 3.4028234663852886e38 },
    },
    { kind: "clamp", clamp: { min: -Infinity, max: Infinity } },
  ],
  [{ op: "LeakyRelu" }, { kind: "leakyRelu", alpha: Math.fround(0.01) }],
  [{ op: "LeakyRelu", attributes: { alpha: 0.5 } }, { kind: "leakyRelu", alpha: 0.5 }],
  [{ op: "HardSigmoid" }, { kind: "hardSigmoid", alpha: Math.fround(0.2), beta: 0.5 }],
  [
    { op: "HardSigmoid", attributes: { alpha: 0.25, beta: 0.125 } },
    { kind: "hardSigmoid", alpha: 0.25, beta: 0.125 },
  ],
  [{ op: "Sigmoid" }, { kind: "sigmoid" }],
  [{ op: "Tanh" }, { kind: "tanh" }],
  [{ op: "HardSwish" }, { kind: "hardSwish" }],
  [{ op: "Softmax" }, { kind: "softmax" }],
];

Deno.test("readOnnx() reads activations", () => {
  for (const [node, op] of activations) {
    assertEquals(
      readOne({ ...node, x }).nodes.map((found) => found.op),
      [op],
      JSON.stringify(node),
    );
  }
});

Deno.test("readOnnx() names what an activation breaks", () => {
  const nan = scalar(NaN);
  assertRefused({ op: "Clip", x, constants: { lo: nan } }, "min must be a number, got NaN");
  assertRefused({ op: "Clip", x, constants: { lo: c } }, "min must have one element, got 2");
  assertRefused(
    { op: "Clip", x, constants: { lo: { shape: [], integers: [1] } } },
    "min must be float32, got int64",
  );
  assertRefused({ op: "Clip", x, inputs: ["x", "m"], more: { m: [1] } }, "min must be constant");
  assertRefused({ op: "LeakyRelu", x, attributes: { alpha: NaN } }, 'attribute "alpha" must be a');
  assertRefused(
    { op: "LeakyRelu", x, attributes: { alpha: 1n } },
    "of kind float, got kind number 2",
  );
  assertRefused({ op: "Relu", x, inputs: ["c"], constants: { c } }, 'got the constant "c"');
});

Deno.test("readOnnx() reads Softmax along any axis", () => {
  const image = ["n", 2, 3] as const;
  const axis = (value: bigint, opset: number): OneNode => ({
    op: "Softmax",
    x: image,
    opset,
    attributes: { axis: value },
  });
  const moved = ["transpose", "softmax", "transpose"];
  assertEquals(kinds(readOne(axis(2n, 13))), ["softmax"]);
  assertEquals(kinds(readOne(axis(-1n, 13))), ["softmax"]);
  assertEquals(kinds(readOne(axis(1n, 13))), moved);
  assertEquals(kinds(readOne(axis(-2n, 13))), moved);
  assertEquals(kinds(readOne(axis(1n, 12))), ["reshape", "softmax", "reshape"]);
  assertEquals(kinds(readOne(axis(2n, 11))), ["softmax"]);
  assertEquals(kinds(readOne({ op: "Softmax", x: image, opset: 11 })), [
    "reshape",
    "softmax",
    "reshape",
  ]);
  assertRefused(axis(0n, 13), "axis must not be the batch, got 0");
  assertRefused(axis(0n, 11), "axis must not be the batch, got 0");
  assertRefused(axis(3n, 13), "axis must be in [-3, 3), got 3");
});

Deno.test("readOnnx() reads BatchNormalization as a factor and a term for each channel", () => {
  const constants = {
    scale: { shape: [2], floats: [2, 3] },
    bias: { shape: [2], floats: [1, -1] },
    mean: { shape: [2], floats: [1, 2] },
    variance: { shape: [2], floats: [3, 8] },
  };
  const norm: OneNode = {
    op: "BatchNormalization",
    x: ["n", 2, 1],
    constants,
    attributes: { epsilon: 1, momentum: 0.5, training_mode: 0n },
  };
  assertRuns(norm, { shape: [2, 2, 1], data: [0, -2, 2, 0] });
  assertEquals(kinds(readOne(norm)), ["mul", "add"]);
  const cases: readonly (readonly [string, Partial<OneNode>])[] = [
    ["training_mode must be 0, got 1", { attributes: { training_mode: 1n } }],
    ['"mean" must have the shape [2], got [3]', {
      constants: { ...constants, mean: counting([3]) },
    }],
    ["variance + epsilon must be positive", { attributes: { epsilon: -3 } }],
    ["spatial must be 1, got 0", { opset: 7, attributes: { spatial: 0n } }],
    ["it must have 5 inputs, got 4", { inputs: ["x", "scale", "bias", "mean"] }],
  ];
  for (const [rule, change] of cases) assertRefused({ ...norm, ...change }, rule);
});
