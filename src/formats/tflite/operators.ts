import type { GraphBuilder } from "./builder.ts";
import type { NodeReader, OptionsKind } from "./node_reader.ts";
import type { Operand } from "./operand.ts";
import { readArithmetic } from "./ops/arithmetic.ts";
import { readConcatenation } from "./ops/concatenation.ts";
import { readConv2d } from "./ops/conv_2d.ts";
import { readDepthwiseConv2d } from "./ops/depthwise_conv_2d.ts";
import { readDequantize } from "./ops/dequantize.ts";
import { readFullyConnected } from "./ops/fully_connected.ts";
import { readMean } from "./ops/mean.ts";
import { readPad } from "./ops/pad.ts";
import { readAveragePool2d, readMaxPool2d } from "./ops/pool.ts";
import { readQuantize } from "./ops/quantize.ts";
import { readReshape } from "./ops/reshape.ts";
import { readSoftmax } from "./ops/softmax.ts";
import { readSqueeze } from "./ops/squeeze.ts";
import { readTranspose } from "./ops/transpose.ts";
import { readUnary } from "./ops/unary.ts";

/** How an operator is read, and the options that it may carry. */
export interface OperatorReader {
  /**
   * Checks the operator, writes to the graph or folds, and gives back what its output stands for.
   *
   * @throws {RuleError} Whose message the reader completes with the node and its operator.
   */
  readonly read: (node: NodeReader, graph: GraphBuilder) => Operand;
  readonly options: OptionsKind;
}

/** An operator that has no options. */
const none: OptionsKind = { type: 0, slots: 0 };

/** The operators that are read. The numbers are those of TensorFlow Lite's schema. */
export const operators: ReadonlyMap<string, OperatorReader> = new Map<string, OperatorReader>([
  ["ADD", { read: readArithmetic, options: { type: 11, slots: 2 } }],
  ["AVERAGE_POOL_2D", { read: readAveragePool2d, options: { type: 5, slots: 6 } }],
  ["CONCATENATION", { read: readConcatenation, options: { type: 10, slots: 2 } }],
  ["CONV_2D", { read: readConv2d, options: { type: 1, slots: 7 } }],
  ["DEPTHWISE_CONV_2D", { read: readDepthwiseConv2d, options: { type: 2, slots: 7 } }],
  ["DEQUANTIZE", { read: readDequantize, options: { type: 38, slots: 0 } }],
  ["FULLY_CONNECTED", { read: readFullyConnected, options: { type: 8, slots: 5 } }],
  ["HARD_SWISH", { read: readUnary, options: { type: 91, slots: 0 } }],
  ["LEAKY_RELU", { read: readUnary, options: { type: 75, slots: 1 } }],
  ["LOGISTIC", { read: readUnary, options: none }],
  ["MAX_POOL_2D", { read: readMaxPool2d, options: { type: 5, slots: 6 } }],
  ["MEAN", { read: readMean, options: { type: 27, slots: 1 } }],
  ["MUL", { read: readArithmetic, options: { type: 21, slots: 1 } }],
  ["PAD", { read: readPad, options: { type: 22, slots: 0 } }],
  ["QUANTIZE", { read: readQuantize, options: { type: 89, slots: 0 } }],
  ["RELU", { read: readUnary, options: none }],
  ["RELU_N1_TO_1", { read: readUnary, options: none }],
  ["RELU6", { read: readUnary, options: none }],
  ["RESHAPE", { read: readReshape, options: { type: 17, slots: 1 } }],
  ["SOFTMAX", { read: readSoftmax, options: { type: 9, slots: 1 } }],
  ["SQUEEZE", { read: readSqueeze, options: { type: 30, slots: 1 } }],
  ["SUB", { read: readArithmetic, options: { type: 28, slots: 2 } }],
  ["TANH", { read: readUnary, options: none }],
  ["TRANSPOSE", { read: readTranspose, options: { type: 26, slots: 0 } }],
]);
