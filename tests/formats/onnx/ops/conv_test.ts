import { assertEquals } from "@std/assert";
import type { Pads } from "../../../../src/graph/mod.ts";
import { counting } from "../model_bytes.ts";
import { assertRefused, assertRuns, kinds, type OneNode, readOne } from "./one_node.ts";

const conv: OneNode = {
  op: "Conv",
  x: ["n", 3, 7, 8],
  constants: { w: counting([4, 3, 3, 2]) },
};

Deno.test("readOnnx() reads a Conv with weights [O, kh, kw, I]", () => {
  const graph = readOne({
    ...conv,
    constants: { ...conv.constants, b: counting([4]) },
    attributes: {
      kernel_shape: [3n, 2n],
      strides: [1n, 2n],
      dilations: [2n, 1n],
      pads: [1n, 2n, 3n, 4n],
      group: 1n,
    },
  });
  assertEquals(kinds(graph), ["transpose", "conv2d", "transpose"]);
  const { op, inputs, name } = graph.nodes[1]!;
  assertEquals(name, "node");
  assertEquals(op, {
    kind: "conv2d",
    groups: 1,
    strides: [1, 2],
    dilations: [2, 1],
    pads: [1, 2, 3, 4],
    clamp: { min: -Infinity, max: Infinity },
  });
  assertEquals(inputs.slice(1), ["w", "b"]);
  const weights = graph.values.get("w")!.constant!;
  assertEquals(weights.shape, [4, 3, 2, 3]);
  assertEquals([...weights.data.slice(0, 6)], [1, 7, 13, 2, 8, 14]);
});

Deno.test("readOnnx() reads a Conv with a group for each channel as depthwise", () => {
  const graph = readOne({
    ...conv,
    constants: { w: counting([6, 1, 1, 2]) },
    attributes: { group: 3n },
  });
  assertEquals(kinds(graph), ["transpose", "depthwiseConv2d", "transpose"]);
  const weights = graph.values.get("w")!.constant!;
  assertEquals(weights.shape, [1, 2, 6]);
  assertEquals([...weights.data], [1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12]);
});

Deno.test("readOnnx() keeps other groups, and one channel, as convolutions", () => {
  const two = readOne({
    ...conv,
    x: ["n", 4, 3, 3],
    constants: { w: counting([6, 2, 1, 1]) },
    attributes: { group: 2n },
  });
  assertEquals(two.nodes[1]!.op.kind, "conv2d");
  const one = readOne({ ...conv, x: ["n", 1, 3, 3], constants: { w: counting([2, 1, 1, 1]) } });
  assertEquals(kinds(one), ["reshape", "conv2d", "transpose"]);
});

Deno.test("readOnnx() reads a Conv over one axis with a height of 1", () => {
  assertRuns({
    op: "Conv",
    x: [1, 2, 3],
    constants: { w: counting([1, 2, 2]), b: { shape: [1], floats: [0.5] } },
    attributes: { kernel_shape: [2n], pads: [1n, 0n], strides: [1n], dilations: [1n] },
  }, { shape: [1, 1, 3], data: [12.5, 27.5, 37.5] });
});

Deno.test("readOnnx() resolves auto_pad", () => {
  const cases: readonly (readonly [string, Pads])[] = [
    ["NOTSET", [0, 0, 0, 0]],
    ["VALID", [0, 0, 0, 0]],
    // height 7, kernel 3, stride 2: 4 outputs need 9; width 8, kernel 2, stride 1: 8 need 9
    ["SAME_UPPER", [1, 0, 1, 1]],
    ["SAME_LOWER", [1, 1, 1, 0]],
  ];
  for (const [mode, pads] of cases) {
    const { op } = readOne({ ...conv, attributes: { auto_pad: mode, strides: [2n, 1n] } })
      .nodes[1]!;
    assertEquals("pads" in op && op.pads, pads, mode);
  }
});

Deno.test("readOnnx() names what a Conv breaks", () => {
  const cases: readonly (readonly [string, Partial<OneNode>])[] = [
    ["group must divide the 3 input channels, got 2", { attributes: { group: 2n } }],
    ["group must divide the 3 input channels, got 0", { attributes: { group: 0n } }],
    ["group must divide the 4 output channels, got 3", { attributes: { group: 3n } }],
    ["3 input channels a group, got [4, 2, 3, 2]", { constants: { w: counting([4, 2, 3, 2]) } }],
    ["kernel_shape must be that of the weights [4, 3, 3, 2], got [3, 3]", {
      attributes: { kernel_shape: [3n, 3n] },
    }],
    ["strides must have 2 integers, got [1]", { attributes: { strides: [1n] } }],
    ["strides must be at least 1, got [0, 1]", { attributes: { strides: [0n, 1n] } }],
    ["pads must be at least 0, got [-1, 0, 0, 0]", { attributes: { pads: [-1n, 0n, 0n, 0n] } }],
    ["pads must have 4 integers, got [1, 1]", { attributes: { pads: [1n, 1n] } }],
    ["pads must be absent with auto_pad VALID, got [1, 0, 0, 0]", {
      attributes: { auto_pad: "VALID", pads: [1n, 0n, 0n, 0n] },
    }],
    ["auto_pad must be NOTSET, VALID, SAME_UPPER or SAME_LOWER, got FULL", {
      attributes: { auto_pad: "FULL" },
    }],
    ['attribute "group" must be of kind integer, got kind number 1', { attributes: { group: 1 } }],
    ["windows must slide over 1 or 2 axes, got 3", { x: ["n", 3, 4, 4, 4] }],
    ["windows must slide over 1 or 2 axes, got 0", { x: ["n", 3] }],
    ["weights must have 4 axes, got [4, 3, 3]", { constants: { w: counting([4, 3, 3]) } }],
    ['constant "w" must be float32, got int64', {
      constants: { w: { shape: [1, 3, 1, 1], integers: [1, 2, 3] } },
    }],
    ["must fit into the padded height of 2, got 3", { x: ["n", 3, 2, 8] }],
    ["bias must have the shape [4], got [3]", {
      constants: { ...conv.constants, b: counting([3]) },
    }],
    ['weights must be constant, got "w" [4, 3, 3, 2]; bind it as a constant', {
      constants: {},
      inputs: ["x", "w"],
      more: { w: [4, 3, 3, 2] },
    }],
    ['the input must be computed from the model\'s inputs, got the constant "w"', {
      inputs: ["w", "w"],
    }],
    ["it must have 2 to 3 inputs, got 1", { inputs: ["x"] }],
    ["it must have weights, got no input 1", { inputs: ["x", ""] }],
  ];
  for (const [rule, change] of cases) assertRefused({ ...conv, ...change }, rule);
});
