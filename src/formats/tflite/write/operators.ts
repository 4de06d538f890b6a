import { type OpKind, RuleError } from "../../../graph/mod.ts";
import type { FileBuilder, OpNode } from "./file_builder.ts";
import { writeArithmetic } from "./ops/arithmetic.ts";
import { writeClamp } from "./ops/clamp.ts";
import { writeConcatenation } from "./ops/concatenation.ts";
import { writeConv2d } from "./ops/conv_2d.ts";
import { writeDepthwiseConv2d } from "./ops/depthwise_conv_2d.ts";
import { writeFullyConnected } from "./ops/fully_connected.ts";
import { writeMean } from "./ops/mean.ts";
import { writePad } from "./ops/pad.ts";
import { writePool } from "./ops/pool.ts";
import { writeDequantize, writeQuantize } from "./ops/quantize.ts";
import { writeReshape } from "./ops/reshape.ts";
import { writeTranspose } from "./ops/transpose.ts";
import { writeHardSwish, writeLeakyRelu, writeSigmoid, writeSoftmax } from "./ops/unary.ts";

/** Writes one node, or throws the RuleError that the caller completes with its name. */
export type OpWriter<K extends OpKind> = (node: OpNode<K>, file: FileBuilder) => void;

/** The writer of every op. */
export const opWriters: { readonly [K in OpKind]: OpWriter<K> } = {
  conv2d: writeConv2d,
  depthwiseConv2d: writeDepthwiseConv2d,
  fullyConnected: writeFullyConnected,
  matmul: refuse,
  add: writeArithmetic,
  sub: writeArithmetic,
  mul: writeArithmetic,
  clamp: writeClamp,
  leakyRelu: writeLeakyRelu,
  sigmoid: writeSigmoid,
  tanh: writeSigmoid,
  hardSigmoid: refuse,
  hardSwish: writeHardSwish,
  softmax: writeSoftmax,
  maxPool2d: writePool,
  averagePool2d: writePool,
  mean: writeMean,
  reshape: writeReshape,
  transpose: writeTranspose,
  concat: writeConcatenation,
  pad: writePad,
  quantize: writeQuantize,
  dequantize: writeDequantize,
  requantize: writeQuantize,
};

function refuse({ op }: OpNode<"matmul" | "hardSigmoid">): never {
  throw new RuleError(`its op must be one that is written as TensorFlow Lite, got ${op.kind}`);
}
