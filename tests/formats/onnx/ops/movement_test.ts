import { assertEquals, assertThrows } from "@std/assert";
import { ModelError } from "../../../../src/graph/mod.ts";
import { readOnnx } from "../../../../src/formats/mod.ts";
import { counting, modelBytes, type TestTensor } from "../model_bytes.ts";
import { assertRefused, assertRuns, kinds, type OneNode, readOne } from "./one_node.ts";

const x = ["n", 2, 3] as const;
const list = (...integers: readonly number[]): TestTensor => ({
  shape: [integers.length],
  integers,
});

const shapes: readonly (readonly [OneNode, readonly (number | "batch")[]])[] = [
  [{ op: "Flatten", x }, ["batch", 6]],
  [{ op: "Flatten", x: ["n", 6], attributes: { axis: -1n } }, ["batch", 6]],
  [{ op: "Flatten", x: [2, 3], attributes: { axis: 0n } }, [1, 6]],
  [{ op: "Flatten", x: [2, 3], attributes: { axis: 2n } }, [6, 1]],
  [{ op: "Flatten", x: [], attributes: { axis: 0n } }, [1, 1]],
  [{ op: "Reshape", x, constants: { s: list(-1, 6) } }, ["batch", 6]],
  [{ op: "Reshape", x, constants: { s: list(0, 6) } }, ["batch", 6]],
  [{ op: "Reshape", x, constants: { s: list(0, -1) } }, ["batch", 6]],
  [{ op: "Reshape", x: ["n", 2, 2], constants: { s: list(0, 1, 0, 2) } }, ["batch", 1, 2, 2]],
  [{ op: "Reshape", x, constants: { s: list(-1, 2, 3) } }, ["batch", 2, 3]],
  [{ op: "Reshape", x: [2, 3], constants: { s: list(-1) } }, [6]],
  [{ op: "Reshape", x: [1, 1], constants: { s: { shape: [0], integers: [] } } }, []],
  [{ op: "Transpose", x, attributes: { perm: [0n, 2n, 1n] } }, ["batch", 3, 2]],
  [{ op: "Transpose", x: [2, 3, 4] }, [4, 3, 2]],
  [{ op: "Squeeze", x: ["n", 1, 3, 1] }, ["batch", 3]],
  [{ op: "Squeeze", x: ["n", 1, 3, 1], constants: { a: list(-1) } }, ["batch", 1, 3]],
  [{ op: "Squeeze", x: ["n", 1, 3], opset: 11, attributes: { axes: [1n] } }, ["batch", 3]],
  [{ op: "Unsqueeze", x, constants: { a: list(1, -1) } }, ["batch", 1, 2, 3, 1]],
  [{ op: "Unsqueeze", x, opset: 11, attributes: { axes: [3n] } }, ["batch", 2, 3, 1]],
  [{ op: "Concat", x, inputs: ["x", "x"], attributes: { axis: -1n } }, ["batch", 2, 6]],
  [
    { op: "Concat", x: [1, 2], constants: { c: counting([3, 2]) }, attributes: { axis: 0n } },
    [4, 2],
  ],
  [{ op: "Pad", x, constants: { p: list(0, 1, 0, 0, 0, 2) } }, ["batch", 3, 5]],
  [
    {
      op: "Pad",
      x,
      opset: 18,
      inputs: ["x", "p", "", "a"],
      constants: { p: list(1, 2), a: list(-1) },
    },
    ["batch", 2, 6],
  ],
  [{ op: "Pad", x, opset: 10, attributes: { pads: [0n, 0n, 1n, 0n, 0n, 0n] } }, ["batch", 2, 4]],
  [{ op: "Pad", x, constants: { p: list(0, 0, 0, 0, 0, 0) } }, ["batch", 2, 3]],
  [{ op: "Identity", x }, ["batch", 2, 3]],
  [{ op: "Dropout", x, attributes: { seed: 1n } }, ["batch", 2, 3]],
  [{ op: "Dropout", x, opset: 11, attributes: { ratio: 0.5 } }, ["batch", 2, 3]],
  [{ op: "Cast", x, attributes: { to: 1n } }, ["batch", 2, 3]],
  [{ op: "Expand", x, constants: { s: list(1, 2, 1) } }, ["batch", 2, 3]],
  [{ op: "GlobalAveragePool", x }, ["batch", 2, 1]],
  [{ op: "ReduceMean", x, attributes: { axes: [-1n] } }, ["batch", 2, 1]],
  [{ op: "ReduceMean", x, opset: 18, constants: { a: list(1) } }, ["batch", 1, 3]],
  [{ op: "ReduceMean", x, attributes: { axes: [1n, 2n], keepdims: 0n } }, ["batch"]],
  [{ op: "ReduceMean", x: [2, 3], attributes: { keepdims: 0n } }, []],
  [
    { op: "ReduceMean", x, opset: 18, attributes: { noop_with_empty_axes: 1n } },
    ["batch", 2, 3],
  ],
];

Deno.test("readOnnx() gives the shape of what moves elements", () => {
  for (const [model, shape] of shapes) {
    assertEquals(readOne(model).outputs[0]!.shape, shape, JSON.stringify(model, stringify));
  }
});

function stringify(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}

Deno.test("readOnnx() reads Pad with its value", () => {
  assertRuns(
    { op: "Pad", x: [2], constants: { p: list(1, 2), v: { shape: [], floats: [7] } } },
    { shape: [5], data: [7, 0, 1, 7, 7] },
  );
});

Deno.test("readOnnx() reads Concat in order", () => {
  assertRuns(
    { op: "Concat", x: [2], constants: { c: counting([1]) }, attributes: { axis: 0n } },
    { shape: [3], data: [0, 1, 1] },
  );
});

Deno.test("readOnnx() reads ReduceMean over the axes given", () => {
  assertRuns({ op: "ReduceMean", x: [2, 3], attributes: { axes: [0n] } }, {
    shape: [1, 3],
    data: [1.5, 2.5, 3.5],
  });
});

const refused: readonly (readonly [string, OneNode])[] = [
  ["axis must keep the batch apart, got it merged with [2]", {
    op: "Flatten",
    x,
    attributes: { axis: 2n },
  }],
  ["axis must be in [-3, 3], got 4", { op: "Flatten", x, attributes: { axis: 4n } }],
  ["got it merged with [2, 3]", { op: "Flatten", x, attributes: { axis: 0n } }],
  ["must keep the batch, got [1, 6] for [batch, 2, 3]; start it with 0 or -1", {
    op: "Reshape",
    x,
    constants: { s: list(1, 6) },
  }],
  ["must keep the batch, got [-1, 3] for [batch, 2, 3]", {
    op: "Reshape",
    x,
    constants: { s: list(-1, 3) },
  }],
  ["must keep the batch, got [6, -1]", { op: "Reshape", x, constants: { s: list(6, -1) } }],
  ["at most one size of -1, got [-1, -1]", { op: "Reshape", x, constants: { s: list(-1, -1) } }],
  ["must be at least -1, got [0, -2, 3]", { op: "Reshape", x, constants: { s: list(0, -2, 3) } }],
  ["must have the 6 elements of [batch, 2, 3], got [0, 5]", {
    op: "Reshape",
    x,
    constants: { s: list(0, 5) },
  }],
  ["a size of 0 must copy one of [2], got axis 1", {
    op: "Reshape",
    x: [2],
    constants: { s: list(2, 0) },
  }],
  ["must have the 2 elements of [2], got [0, 2]", {
    op: "Reshape",
    x: [2],
    constants: { s: list(0, 2) },
    attributes: { allowzero: 1n },
  }],
  ["the shape must have one axis, got [1, 2]", {
    op: "Reshape",
    x,
    constants: { s: { shape: [1, 2], integers: [0, 6] } },
  }],
  ["the shape must be integers, got float32", {
    op: "Reshape",
    x,
    constants: { s: counting([2]) },
  }],
  ["the shape must be constant", { op: "Reshape", x, inputs: ["x", "s"], more: { s: [2] } }],
  ["a transpose must leave the batch in front", { op: "Transpose", x }],
  ["perm must order the 3 axes, got [0, 1]", {
    op: "Transpose",
    x,
    attributes: { perm: [0n, 1n] },
  }],
  ["axes must have size 1, got [1] of [batch, 2, 3]", {
    op: "Squeeze",
    x,
    constants: { a: list(1) },
  }],
  ["keep the batch, got [batch, 2, 3] to [1, batch, 2, 3]", {
    op: "Unsqueeze",
    x,
    constants: { a: list(0) },
  }],
  ["axes must be unique, got [1, -4]", { op: "Unsqueeze", x, constants: { a: list(1, -4) } }],
  ["axes must be given, got none", { op: "Unsqueeze", x }],
  ["axis must not be the batch, got 0", {
    op: "Concat",
    x,
    inputs: ["x", "x"],
    attributes: { axis: 0n },
  }],
  ["axis must be given, got none", { op: "Concat", x, inputs: ["x", "x"] }],
  ["it must have an input, got none", { op: "Concat", x, inputs: [], attributes: { axis: 0n } }],
  ["mode must be constant, got reflect", {
    op: "Pad",
    x,
    constants: { p: list(0, 0, 0, 0, 0, 0) },
    attributes: { mode: "reflect" },
  }],
  ["pads must not be negative, got [0, 0, -1, 0, 0, 0]", {
    op: "Pad",
    x,
    constants: { p: list(0, 0, -1, 0, 0, 0) },
  }],
  ["pads must have a start and an end for each of the axes [0, 1, 2], got [0, 1]", {
    op: "Pad",
    x,
    constants: { p: list(0, 1) },
  }],
  ["for each of the axes [1, 1], got [0, 0, 0, 0]", {
    op: "Pad",
    x,
    opset: 18,
    inputs: ["x", "p", "", "a"],
    constants: { p: list(0, 0, 0, 0), a: list(1, -2) },
  }],
  ["pads must leave out the batch, got 1", {
    op: "Pad",
    x,
    constants: { p: list(1, 0, 0, 0, 0, 0) },
  }],
  ["training_mode must be false, got true", {
    op: "Dropout",
    x,
    inputs: ["x", "", "t"],
    constants: { t: { shape: [], integers: [1] } },
  }],
  ["an activation must stay float32, got int64", { op: "Cast", x, attributes: { to: 7n } }],
  ["an activation must have the shape already", {
    op: "Expand",
    x: ["n", 1],
    constants: { s: list(1, 5) },
  }],
  ["axes must leave out the batch", { op: "ReduceMean", x }],
  ["axis must be in [-3, 3), got 3", { op: "ReduceMean", x, attributes: { axes: [3n] } }],
  ["the input must have at least 3 axes", { op: "GlobalAveragePool", x: ["n", 2] }],
];

Deno.test("readOnnx() names what a movement breaks", () => {
  for (const [rule, model] of refused) assertRefused(model, rule);
});

Deno.test("readOnnx() lets a Dropout have a mask that nothing reads", () => {
  const model = (outputs: readonly string[]) =>
    modelBytes({
      inputs: { x },
      outputs,
      nodes: [{ op: "Dropout", inputs: ["x"], outputs: ["d", "mask"] }, {
        op: "Relu",
        inputs: ["d"],
        outputs: ["y"],
      }],
    });
  assertEquals(kinds(readOnnx(model(["y"]))), ["clamp"]);
  assertThrows(
    () => readOnnx(model(["y", "mask"])),
    ModelError,
    'Cannot read node "d" (Dropout): only its first output must be used, got "mask" too',
  );
});
