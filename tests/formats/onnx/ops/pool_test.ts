import { assertEquals } from "@std/assert";
import { assertRefused, assertRuns, kinds, type OneNode, readOne } from "./one_node.ts";

/** A pool over a row of four elements 0 1 2 3. */
function row(op: string, attributes: OneNode["attributes"] = {}, length = 4): OneNode {
  return { op, x: [1, 1, length], attributes: { kernel_shape: [3n], ...attributes } };
}

const cases: readonly (readonly [string, OneNode, readonly number[]])[] = [
  ["max", row("MaxPool"), [2, 3]],
  ["max, padded", row("MaxPool", { pads: [1n, 1n] }), [1, 2, 3, 3]],
  ["max, stride 2", row("MaxPool", { strides: [2n] }), [2]],
  ["max, stride 2, ceil", row("MaxPool", { strides: [2n], ceil_mode: 1n }), [2, 3]],
  ["max, dilated", row("MaxPool", { kernel_shape: [2n], dilations: [2n] }), [2, 3]],
  ["max, same", row("MaxPool", { auto_pad: "SAME_UPPER", strides: [2n] }), [2, 3]],
  [
    "max, ceil, a window that would start in the padding",
    row("MaxPool", { kernel_shape: [1n], strides: [2n], ceil_mode: 1n }),
    [0, 2],
  ],
  ["average", row("AveragePool"), [1, 2]],
  ["average, padding left out", row("AveragePool", { pads: [1n, 1n] }), [0.5, 1, 2, 2.5]],
  [
    "average, padding counted",
    row("AveragePool", { pads: [2n, 0n], count_include_pad: 1n, kernel_shape: [4n] }),
    [0.25, 0.75, 1.5],
  ],
  [
    "average, padding counted, ceil counts no more than the padding",
    row("AveragePool", {
      kernel_shape: [4n],
      pads: [1n, 1n],
      strides: [3n],
      count_include_pad: 1n,
      ceil_mode: 1n,
    }),
    [0.75, Math.fround(5 / 3)],
  ],
];

Deno.test("readOnnx() reads MaxPool and AveragePool", () => {
  for (const [name, model, data] of cases) {
    assertRuns(model, { shape: [1, 1, data.length], data });
    assertEquals(readOne(model).nodes.some(({ op }) => op.kind === "transpose"), false, name);
  }
});

Deno.test("readOnnx() keeps a counted padding as a pad of zeros", () => {
  const graph = readOne({
    op: "AveragePool",
    x: ["n", 2, 4, 4],
    attributes: { kernel_shape: [2n, 2n], pads: [1n, 0n, 0n, 1n], count_include_pad: 1n },
  });
  assertEquals(kinds(graph), ["pad", "transpose", "averagePool2d", "transpose"]);
  assertEquals(graph.nodes[0]!.op, {
    kind: "pad",
    before: [0, 0, 1, 0],
    after: [0, 0, 0, 1],
    value: 0,
  });
});

Deno.test("readOnnx() names what a pool breaks", () => {
  assertRefused(row("MaxPool", { storage_order: 1n }), "storage_order must be 0, got 1");
  assertRefused(row("MaxPool", { pads: [3n, 0n] }), "smaller than the window of 3, got 3");
  assertRefused(row("MaxPool", { ceil_mode: 2n }), 'attribute "ceil_mode" must be 0 or 1, got 2');
  assertRefused(row("MaxPool", { kernel_shape: [] }), "kernel_shape must have 1 positive integers");
  assertRefused({ op: "AveragePool", x: [1, 1, 4] }, "kernel_shape must have 1 positive integers");
  assertRefused(row("AveragePool", { kernel_shape: [0n] }), "positive integers, got [0]");
  assertRefused(row("AveragePool", { kernel_shape: [5n] }), "padded width of 4, got 5");
});
