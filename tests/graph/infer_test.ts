import { assertEquals, assertThrows } from "@std/assert";
import { inferShape, ModelError, noClamp, type Op } from "../../src/graph/mod.ts";
import type { Shape } from "../../src/tensor/mod.ts";

const window = { strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0] } as const;
const conv = { kind: "conv2d", groups: 1, clamp: noClamp, ...window } as const;
const depthwise = { kind: "depthwiseConv2d", multiplier: 2, clamp: noClamp, ...window } as const;
const pool = { kind: "maxPool2d", kernel: [2, 2], ...window } as const;
const add = { kind: "add", clamp: noClamp } as const;
const fullyConnected = { kind: "fullyConnected", clamp: noClamp } as const;
const matmul = { kind: "matmul", clamp: noClamp } as const;

const shapes: readonly (readonly [Op, readonly Shape[], Shape])[] = [
  [conv, [["batch", 7, 5, 3], [4, 3, 2, 3]], ["batch", 5, 4, 4]],
  [{ ...conv, strides: [2, 3] }, [[1, 7, 7, 1], [4, 3, 3, 1], [4]], [1, 3, 2, 4]],
  [{ ...conv, dilations: [2, 1] }, [[1, 7, 7, 1], [1, 3, 3, 1]], [1, 3, 5, 1]],
  [{ ...conv, pads: [1, 0, 2, 3] }, [[1, 2, 2, 1], [1, 3, 3, 1]], [1, 3, 3, 1]],
  [{ ...conv, groups: 2 }, [["batch", 3, 3, 4], [6, 1, 1, 2]], ["batch", 3, 3, 6]],
  [depthwise, [["batch", 4, 4, 3], [3, 2, 6], [6]], ["batch", 2, 3, 6]],
  [pool, [["batch", 5, 4, 3]], ["batch", 4, 3, 3]],
  [{ ...pool, pads: [1, 1, 1, 1] }, [["batch", 1, 1, 3]], ["batch", 2, 2, 3]],
  [fullyConnected, [["batch", 6], [3, 6], [3]], ["batch", 3]],
  [fullyConnected, [["batch", 5, 6], [3, 6]], ["batch", 5, 3]],
  [fullyConnected, [[6], [3, 6]], [3]],
  [matmul, [["batch", 2, 3], ["batch", 3, 4]], ["batch", 2, 4]],
  [matmul, [["batch", 5, 2, 3], [1, 3, 4]], ["batch", 5, 2, 4]],
  [add, [["batch", 3, 1], [5]], ["batch", 3, 5]],
  [add, [["batch", 3], ["batch", 1]], ["batch", 3]],
  [add, [[], [2, 3]], [2, 3]],
  [{ ...add, kind: "sub" }, [[3, 1], ["batch", 3, 5]], ["batch", 3, 5]],
  [{ kind: "clamp", clamp: { min: 0, max: 6 } }, [["batch", 2]], ["batch", 2]],
  [{ kind: "softmax" }, [["batch", 2]], ["batch", 2]],
  [{ kind: "mean", axes: [1, 2], keepDims: false }, [["batch", 4, 5, 6]], ["batch", 6]],
  [{ kind: "mean", axes: [1, 2], keepDims: true }, [["batch", 4, 5, 6]], ["batch", 1, 1, 6]],
  [{ kind: "mean", axes: [0], keepDims: false }, [[4]], []],
  [{ kind: "reshape", shape: ["batch", 6] }, [["batch", 2, 3]], ["batch", 6]],
  [{ kind: "transpose", permutation: [0, 2, 1] }, [["batch", 2, 3]], ["batch", 3, 2]],
  [{ kind: "transpose", permutation: [1, 0] }, [[2, 3]], [3, 2]],
  [{ kind: "concat", axis: 1 }, [["batch", 2], ["batch", 3]], ["batch", 5]],
  [{ kind: "pad", before: [0, 1], after: [0, 2], value: 0 }, [["batch", 2]], ["batch", 5]],
  [{ kind: "quantize" }, [["batch", 2]], ["batch", 2]],
];

Deno.test("inferShape() gives the output shape of every op", () => {
  for (const [op, inputs, expected] of shapes) {
    assertEquals(inferShape(op, inputs), expected, JSON.stringify([op, inputs]));
  }
});

const errors: readonly (readonly [Op, readonly Shape[], string])[] = [
  [conv, [[1, 3, 3, 3], [4, 3, 3, 2]], "3 input channels a group, got [4, 3, 3, 2]"],
  [{ ...conv, groups: 2 }, [[1, 3, 3, 3], [4, 3, 3, 1]], "divide the 3 input channels, got 2"],
  [{ ...conv, groups: 3 }, [[1, 3, 3, 3], [4, 3, 3, 1]], "divide the 4 output channels, got 3"],
  [conv, [[1, 2, 5, 1], [1, 3, 3, 1]], "fit into the padded height of 2, got 3"],
  [conv, [[1, 5, 2, 1], [1, 3, 3, 1]], "fit into the padded width of 2, got 3"],
  [conv, [[1, 3, 3], [1, 3, 3, 1]], "the input must have 4 axes, got [1, 3, 3]"],
  [conv, [[1, 3, 3, 1], [3, 3, 1]], "weights must have 4 axes"],
  [conv, [[1, 3, 3, 1], [2, 3, 3, 1], [3]], "bias must have the shape [2], got [3]"],
  [{ ...conv, strides: [0, 1] }, [[1, 3, 3, 1], [1, 1, 1, 1]], "strides must be integers from 1"],
  [{ ...conv, dilations: [1, 1.5] }, [[1, 3, 3, 1], [1, 1, 1, 1]], "dilations must be integers"],
  [{ ...conv, pads: [-1, 0, 0, 0] }, [[1, 3, 3, 1], [1, 1, 1, 1]], "pads must be integers from 0"],
  [{ ...conv, pads: [2 ** 25, 0, 0, 0] }, [[1, 3, 3, 1], [1, 1, 1, 1]], "to 2^24"],
  [{ ...conv, clamp: { min: 1, max: 0 } }, [[1, 3, 3, 1], [1, 1, 1, 1]], "got [1, 0]"],
  [depthwise, [[1, 3, 3, 2], [3, 3, 3]], "2 x 2 channels, got [3, 3, 3]"],
  [{ ...pool, pads: [2, 0, 0, 0] }, [[1, 3, 3, 1]], "smaller than the window of 2, got 2"],
  [
    { ...pool, dilations: [3, 1], pads: [2, 0, 3, 0] },
    [[1, 2, 3, 1]],
    "dilations must not pass the padded height of 2, got 3",
  ],
  [fullyConnected, [["batch", 5], [3, 6]], "weights must have 5 columns"],
  [fullyConnected, [["batch"], [3, 6]], "must have a known size, got [batch]"],
  [matmul, [[2, 3], [2, 3]], "inner sizes must agree, got [2, 3] and [2, 3]"],
  [matmul, [["batch", 3], [3, 4]], "at least 3 axes, got [batch, 3]"],
  [matmul, [[3], [3, 4]], "at least 2 axes, got [3]"],
  [add, [["batch", 3], [4, 3]], "must broadcast, got [batch, 3] and [4, 3]"],
  [add, [["batch", 3], [1, 1, 1, 3]], "only the leading dimension may be the batch"],
  [{ kind: "clamp", clamp: { min: NaN, max: 1 } }, [[2]], "min <= max, got [NaN, 1]"],
  [{ kind: "leakyRelu", alpha: Infinity }, [[2]], "alpha must be finite, got Infinity"],
  [{ kind: "hardSigmoid", alpha: 1, beta: NaN }, [[2]], "beta must be finite, got NaN"],
  [{ kind: "softmax" }, [["batch"]], "axis of a softmax must have a known size"],
  [{ kind: "softmax" }, [[]], "axis of a softmax must have a known size, got []"],
  [{ kind: "mean", axes: [0], keepDims: true }, [["batch", 2]], "leave out the batch, got [0]"],
  [{ kind: "mean", axes: [], keepDims: true }, [[2]], "axes must not be empty"],
  [{ kind: "mean", axes: [1, 0], keepDims: true }, [[2, 2]], "axes must ascend, got [1, 0]"],
  [{ kind: "mean", axes: [2], keepDims: true }, [[2, 2]], "axes must be in [0, 2), got 2"],
  [{ kind: "reshape", shape: [6] }, [["batch", 6]], "keep the batch, got [batch, 6] to [6]"],
  [{ kind: "reshape", shape: [5] }, [[6]], "keep the number of elements, got [6] to [5]"],
  [{ kind: "transpose", permutation: [1, 0] }, [["batch", 2]], "leave the batch in front"],
  [{ kind: "transpose", permutation: [0, 0] }, [[2, 2]], "must order the 2 axes of [2, 2]"],
  [{ kind: "transpose", permutation: [0] }, [[2, 2]], "must order the 2 axes of [2, 2]"],
  [{ kind: "concat", axis: 0 }, [["batch", 2], ["batch", 2]], "axis must not be the batch"],
  [{ kind: "concat", axis: 1 }, [[2, 2], [3, 2]], "agree on every axis but 1"],
  [{ kind: "concat", axis: 2 }, [[2, 2]], "axis must be in [0, 2), got 2"],
  [{ kind: "concat", axis: 0 }, [], "it takes 1 to Infinity inputs, got 0"],
  [{ kind: "pad", before: [1, 0], after: [0, 0], value: 0 }, [["batch", 2]], "leave out the batch"],
  [{ kind: "pad", before: [1], after: [0], value: 0 }, [[2, 2]], "must have 1 axes, got [2, 2]"],
  [{ kind: "pad", before: [0], after: [0], value: NaN }, [[2]], "value must be a number"],
  [{ kind: "sigmoid" }, [[2], [2]], "it takes 1 inputs, got 2"],
  [{ kind: "sigmoid" }, [[1, 1, 1, 1, 1, 1, 1, 1, 1]], "at most 8 axes, got 9"],
  [{ kind: "sigmoid" }, [[0, 2]], "sizes must be positive integers, got [0, 2]"],
  [{ kind: "sigmoid" }, [[2 ** 14, 2 ** 14, 2]], "at most 2^28 elements, got 536870912"],
];

Deno.test("inferShape() names the op, the rule and the value that breaks it", () => {
  for (const [op, inputs, rule] of errors) {
    const error = assertThrows(() => inferShape(op, inputs), ModelError, rule);
    assertEquals(error.message.startsWith(`Cannot infer the shape of ${op.kind}: `), true);
  }
});

Deno.test("inferShape() lets 2^28 elements pass", () => {
  assertEquals(inferShape({ kind: "tanh" }, [["batch", 2 ** 28]]), ["batch", 2 ** 28]);
  assertThrows(() => inferShape({ kind: "tanh" }, [["batch", 2 ** 28 + 1]]), ModelError);
});
