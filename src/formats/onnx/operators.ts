import type { GraphBuilder } from "./builder.ts";
import type { NodeReader } from "./node_reader.ts";
import type { AnyOperand } from "./operand.ts";
import { readArithmetic } from "./ops/arithmetic.ts";
import { readAveragePool } from "./ops/average_pool.ts";
import { readBatchNormalization } from "./ops/batch_normalization.ts";
import { readCast } from "./ops/cast.ts";
import { readClip } from "./ops/clip.ts";
import { readConcat } from "./ops/concat.ts";
import { readConstant } from "./ops/constant.ts";
import { readConstantOfShape } from "./ops/constant_of_shape.ts";
import { readConv } from "./ops/conv.ts";
import { readConvInteger } from "./ops/conv_integer.ts";
import { readDequantizeLinear } from "./ops/dequantize_linear.ts";
import { readDropout } from "./ops/dropout.ts";
import { readDynamicQuantizeLinear } from "./ops/dynamic_quantize_linear.ts";
import { readEqual } from "./ops/equal.ts";
import { readExpand } from "./ops/expand.ts";
import { readFlatten } from "./ops/flatten.ts";
import { readGather } from "./ops/gather.ts";
import { readGemm } from "./ops/gemm.ts";
import { readGlobalAveragePool } from "./ops/global_average_pool.ts";
import { readHardSigmoid } from "./ops/hard_sigmoid.ts";
import { readIdentity } from "./ops/identity.ts";
import { readLeakyRelu } from "./ops/leaky_relu.ts";
import { readMatMul } from "./ops/matmul.ts";
import { readMatMulInteger } from "./ops/matmul_integer.ts";
import { readMaxPool } from "./ops/max_pool.ts";
import { readPad } from "./ops/pad.ts";
import { readQLinearConv } from "./ops/qlinear_conv.ts";
import { readQLinearMatMul } from "./ops/qlinear_matmul.ts";
import { readQuantizeLinear } from "./ops/quantize_linear.ts";
import { readRange } from "./ops/range.ts";
import { readReduceMean } from "./ops/reduce_mean.ts";
import { readReduceProd } from "./ops/reduce_prod.ts";
import { readRelu } from "./ops/relu.ts";
import { readReshape } from "./ops/reshape.ts";
import { readShape } from "./ops/shape.ts";
import { readSlice } from "./ops/slice.ts";
import { readSoftmax } from "./ops/softmax.ts";
import { readSqueeze } from "./ops/squeeze.ts";
import { readTranspose } from "./ops/transpose.ts";
import { readUnary } from "./ops/unary.ts";
import { readUnsqueeze } from "./ops/unsqueeze.ts";
import { readWhere } from "./ops/where.ts";

/**
 * How an operator is read: checks the node, writes to the graph or folds, and gives back what the
 * node's output stands for, or each of its outputs.
 *
 * @throws {RuleError} Whose message the reader completes with the node and its operator.
 */
export type OperatorReader = (
  node: NodeReader,
  graph: GraphBuilder,
) => AnyOperand | readonly AnyOperand[];

/** The operators of the default domain that are read. */
export const operators: ReadonlyMap<string, OperatorReader> = new Map<string, OperatorReader>([
  ["Add", readArithmetic],
  ["AveragePool", readAveragePool],
  ["BatchNormalization", readBatchNormalization],
  ["Cast", readCast],
  ["Clip", readClip],
  ["Concat", readConcat],
  ["Constant", readConstant],
  ["ConstantOfShape", readConstantOfShape],
  ["Conv", readConv],
  ["ConvInteger", readConvInteger],
  ["DequantizeLinear", readDequantizeLinear],
  ["Div", readArithmetic],
  ["Dropout", readDropout],
  ["DynamicQuantizeLinear", readDynamicQuantizeLinear],
  ["Equal", readEqual],
  ["Expand", readExpand],
  ["Flatten", readFlatten],
  ["Gather", readGather],
  ["Gemm", readGemm],
  ["GlobalAveragePool", readGlobalAveragePool],
  ["HardSigmoid", readHardSigmoid],
  ["HardSwish", readUnary],
  ["Identity", readIdentity],
  ["LeakyRelu", readLeakyRelu],
  ["MatMul", readMatMul],
  ["MatMulInteger", readMatMulInteger],
  ["MaxPool", readMaxPool],
  ["Mul", readArithmetic],
  ["Pad", readPad],
  ["QLinearConv", readQLinearConv],
  ["QLinearMatMul", readQLinearMatMul],
  ["QuantizeLinear", readQuantizeLinear],
  ["Range", readRange],
  ["ReduceMean", readReduceMean],
  ["ReduceProd", readReduceProd],
  ["Relu", readRelu],
  ["Reshape", readReshape],
  ["Shape", readShape],
  ["Sigmoid", readUnary],
  ["Slice", readSlice],
  ["Softmax", readSoftmax],
  ["Squeeze", readSqueeze],
  ["Sub", readArithmetic],
  ["Tanh", readUnary],
  ["Transpose", readTranspose],
  ["Unsqueeze", readUnsqueeze],
  ["Where", readWhere],
]);
