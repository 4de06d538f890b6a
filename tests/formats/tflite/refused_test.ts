import { assertThrows } from "@std/assert";
import { readTflite } from "../../../src/formats/mod.ts";
import { ModelError } from "../../../src/graph/mod.ts";
import { modelBytes } from "./model_bytes.ts";
import {
  batched,
  counting,
  int8,
  int8Weights,
  list,
  type OneOperator,
  operatorBytes,
} from "./one_operator.ts";

const image = batched("x", 4, 4, 2);
const row = batched("x", 2);
const conv = {
  kind: "CONV_2D",
  options: [{ slot: 1, int32: 1 }, { slot: 2, int32: 1 }],
} as const;
const int8Row = int8(row);
const output = int8({ shape: [] });
const bias = { name: "b", type: "INT32", shape: [2], data: [1, 2] } as const;

const refused: readonly (readonly [rule: string, OneOperator])[] = [
  ["(UNIDIRECTIONAL_SEQUENCE_LSTM): its operator must be one that is supported, got UNIDIR", {
    kind: "UNIDIRECTIONAL_SEQUENCE_LSTM",
    tensors: [row],
  }],
  ["its operator must be one that is supported, got CUSTOM", { kind: "CUSTOM", tensors: [row] }],
  ["it must be FLOAT32, INT8, or UINT8 at an input or output, got INT16", {
    kind: "RELU",
    tensors: [{ ...int8Row, type: "INT16" }],
    output,
  }],
  ["(RELU): the output must be FLOAT32, INT8", {
    kind: "RELU",
    tensors: [int8Row],
    output: { ...output, type: "INT16" },
  }],
  ["weights of a float32 input must be FLOAT32 or INT8, got INT4", {
    kind: "FULLY_CONNECTED",
    tensors: [row, { ...int8Weights("w", 2, 2), type: "INT4" }],
  }],
  ["weights of a float32 input must be FLOAT32 or INT8, got FLOAT16", {
    kind: "FULLY_CONNECTED",
    tensors: [row, { ...counting("w", 2, 2), type: "FLOAT16" }],
  }],
  ["weights of an int8 input must be INT8, got FLOAT32", {
    kind: "FULLY_CONNECTED",
    tensors: [int8Row, counting("w", 2, 2)],
    output,
  }],
  ["the zero points of int8 weights must be 0, got 3", {
    kind: "FULLY_CONNECTED",
    tensors: [int8Row, { ...int8Weights("w", 2, 2), zeroPoints: [3] }],
    output,
  }],
  ["weights must have 1 scale or 2 along axis 0, got 3 along axis 0", {
    kind: "FULLY_CONNECTED",
    tensors: [int8Row, { ...int8Weights("w", 2, 2), scales: [1, 2, 3] }],
    output,
  }],
  ["the bias of an int8 input must be INT32, got INT64", {
    kind: "FULLY_CONNECTED",
    tensors: [int8Row, int8Weights("w", 2, 2), { ...bias, type: "INT64" }],
    output,
  }],
  ["an int32 bias must be in [-2^30, 2^30], got 2000000000", {
    kind: "FULLY_CONNECTED",
    tensors: [int8Row, int8Weights("w", 2, 2), { ...bias, data: [0, 2e9] }],
    output,
  }],
  ["an accumulator must stay below 2^30 before its bias", {
    kind: "FULLY_CONNECTED",
    tensors: [
      int8(batched("x", 33_200)),
      { ...int8Weights("w"), shape: [1, 33_200], data: new Uint8Array(33_200).fill(127) },
    ],
    output,
  }],
  ["the ratio of its scales must be below 2^30, got", {
    kind: "FULLY_CONNECTED",
    tensors: [int8(row, 2 ** 20), int8Weights("w", 2, 2)],
    output: int8({ shape: [] }, 2 ** -20),
  }],
  ["the ratio of its scales must be below 2^30, got", {
    kind: "MUL",
    tensors: [int8(row, 2 ** 20), int8({ name: "c", shape: [2], data: [1, 2] }, 2 ** 20)],
    output: int8({ shape: [] }, 2 ** -20),
  }],
  ["the scales of it must be positive and finite, got 0", {
    kind: "RELU",
    tensors: [int8(row, 0)],
    output,
  }],
  ["the scales of it must be positive and finite, got NaN", {
    kind: "RELU",
    tensors: [int8(row, NaN)],
    output,
  }],
  ["the zero point of it must be an integer in [-128, 127], got 300", {
    kind: "RELU",
    tensors: [int8(row, 1, 300)],
    output,
  }],
  ["it must be quantized by scales and zero points, got none", {
    kind: "RELU",
    tensors: [{ ...row, type: "INT8" }],
    output,
  }],
  ["it must be quantized by scales and zero points, got another quantization", {
    kind: "RELU",
    tensors: [{ ...int8Row, customQuantization: true }],
    output,
  }],
  ["it must have 1 scale, got 2", {
    kind: "RELU",
    tensors: [{ ...int8Row, scales: [1, 2] }],
    output,
  }],
  ["UINT8 only where QUANTIZE and DEQUANTIZE meet", {
    kind: "RELU",
    tensors: [{ ...int8Row, type: "UINT8" }],
    output: { ...output, type: "UINT8" },
  }],
  ['tensor "w" must be dense, got a sparse one', {
    kind: "FULLY_CONNECTED",
    tensors: [row, { ...counting("w", 2, 2), sparse: true }],
  }],
  ['tensor "state" must not keep state from run to run (a variable)', {
    kind: "ADD",
    tensors: [row, { name: "state", shape: [1, 2], variable: true }],
  }],
  ['tensor "w" must have its data in the file\'s own buffers', {
    kind: "FULLY_CONNECTED",
    tensors: [row, { ...counting("w", 2, 2), externalBuffer: 5 }],
  }],
  ["the fused activation must be NONE, RELU, RELU_N1_TO_1 or RELU6, got TANH", {
    kind: "ADD",
    tensors: [row, counting("c", 2)],
    options: [{ slot: 0, int8: 4 }],
  }],
  ["the fused activation must be NONE, got another", {
    kind: "CONCATENATION",
    tensors: [row],
    options: [{ slot: 1, int8: 1 }],
  }],
  ["operands must have the scale and zero point of the output", {
    kind: "CONCATENATION",
    tensors: [int8Row],
    output: int8({ shape: [] }, 0.25),
  }],
  ["its options must be of kind 1, got 2", {
    ...conv,
    tensors: [image, counting("w", 1, 1, 1, 2)],
    optionsType: 2,
  }],
  ["its options must be the 7 that are known, got field 7 too", {
    ...conv,
    tensors: [image, counting("w", 1, 1, 1, 2)],
    options: [...conv.options, { slot: 7, int8: 1 }],
  }],
  ["strides must be at least 1, got [0, 0]", {
    kind: "CONV_2D",
    tensors: [image, counting("w", 1, 1, 1, 2)],
  }],
  ["the padding must be SAME (0) or VALID (1), got 9", {
    ...conv,
    tensors: [image, counting("w", 1, 1, 1, 2)],
    options: [...conv.options, { slot: 0, int8: 9 }],
  }],
  ["weights must have 4 axes, got [2, 2]", { ...conv, tensors: [image, counting("w", 2, 2)] }],
  ["weights must be constant", { ...conv, tensors: [image], inputs: [0, 0] }],
  ["the depth multiplier must be 2, as the weights have it, got 3", {
    kind: "DEPTHWISE_CONV_2D",
    tensors: [image, counting("w", 1, 1, 1, 4)],
    options: [...conv.options, { slot: 3, int32: 3 }],
  }],
  ["the weights format must be DEFAULT (0), got 1", {
    kind: "FULLY_CONNECTED",
    tensors: [row, counting("w", 2, 2)],
    options: [{ slot: 1, int8: 1 }],
  }],
  ["the input must be one row a sample of 3 elements, got [batch, 2, 3]", {
    kind: "FULLY_CONNECTED",
    tensors: [batched("x", 2, 3), counting("w", 2, 3)],
  }],
  ["beta must be 1, got 2", {
    kind: "SOFTMAX",
    tensors: [row],
    options: [{ slot: 0, float32: 2 }],
  }],
  ["must have scale 0.00390625 and zero point -128", {
    kind: "SOFTMAX",
    tensors: [int8Row],
    output,
    options: [{ slot: 0, float32: 1 }],
  }],
  ["must have scale 0.0078125 and zero point 0", { kind: "TANH", tensors: [int8Row], output }],
  ['the output "y" must have the parameters of its input', {
    kind: "RESHAPE",
    tensors: [int8Row, list("s", -1, 2)],
    output: int8({ shape: [] }, 0.25),
  }],
  ["a reshape must keep the batch in front, got [batch, 2] to [2]", {
    kind: "RESHAPE",
    tensors: [row, list("s", 2)],
  }],
  ["the shape must have 2 elements, got [1, 3]", {
    kind: "RESHAPE",
    tensors: [row, list("s", 1, 3)],
  }],
  ["the shape must be constant", { kind: "RESHAPE", tensors: [row], inputs: [0, 0] }],
  ["it must list the axes, for the batch may be 1", {
    kind: "SQUEEZE",
    tensors: [batched("x", 1, 2)],
  }],
  ["squeezed axes must have size 1, got axis 0", {
    kind: "SQUEEZE",
    tensors: [batched("x", 1, 2)],
    options: [{ slot: 0, int32s: [0] }],
  }],
  ["axes must leave out the batch", {
    kind: "MEAN",
    tensors: [row, list("a", 0)],
  }],
  ["axes must be in [-2, 2), got 5", { kind: "MEAN", tensors: [row, list("a", 5)] }],
  ["alpha must be finite, got NaN", {
    kind: "LEAKY_RELU",
    tensors: [row],
    options: [{ slot: 0, float32: NaN }],
  }],
  ["the output of a float32 input must be float32", {
    kind: "FULLY_CONNECTED",
    tensors: [row, counting("w", 2, 2)],
    output,
  }],
  ["inputs must be made before the node", { kind: "ADD", tensors: [row], inputs: [0, 1] }],
  ["tensors must be among the 2 listed, got 7", { kind: "ADD", tensors: [row], inputs: [0, 7] }],
  ["FLOAT32 [2, 2] must have 16 bytes of data, got 8", {
    kind: "FULLY_CONNECTED",
    tensors: [row, { ...counting("w", 2), shape: [2, 2] }],
  }],
  ["sizes must be positive integers, got [-2, -2]", {
    kind: "FULLY_CONNECTED",
    tensors: [row, { ...counting("w", 2, 2), shape: [-2, -2] }],
  }],
  ["only the leading size may be open, got [-1, -1]", {
    kind: "RELU",
    tensors: [{ name: "x", shape: [1, 1], signature: [-1, -1] }],
  }],
];

for (const [rule, operator] of refused) {
  Deno.test(`readTflite() refuses ${operator.kind}: ${rule}`, () => {
    const error = assertThrows(() => readTflite(operatorBytes(operator)), ModelError, rule);
    const named = /^Cannot (read (node "y" \(|input "x")|verify node "y")/;
    if (!named.test(error.message)) throw error;
  });
}

const relu = { code: 19, inputs: [0], outputs: [1] };
const tensors = [row, { name: "y", shape: [] }];

Deno.test("readTflite() refuses files that are not one graph", () => {
  const cases = [
    ['its identifier must be "TFL3", got "NOPE"', { identifier: "NOPE" }],
    ["its schema version must be 3, got 2", { version: 2 }],
    ["it must have one subgraph, got 2: control flow is not read", { subgraphs: 2 }],
    ['Cannot verify graph "main": it must have an input, got none', {
      inputs: [],
      outputs: [],
      operators: [],
    }],
    ["it must be computed from the model's inputs, got a constant or nothing", { operators: [] }],
    ["inputs must be unique, got it twice", { inputs: [0, 0] }],
    ["tensors must be among the 2 listed, got -1", { outputs: [-1] }],
    ["its output must be made once and not be constant", { operators: [relu, relu] }],
  ] as const;
  for (const [rule, part] of cases) {
    const bytes = modelBytes({ tensors, operators: [relu], ...part });
    assertThrows(() => readTflite(bytes), ModelError, rule);
  }
});
