/** The float32 kernels, the int8 kernels without weights, and those that move elements. */
import type { Float32Kernels, Int8Kernels, MoveKernels } from "../kernel_set.ts";
import { referenceKernels } from "../reference/mod.ts";
import { byTable } from "./code_map.ts";
import { conv2dFloat32 } from "./conv2d_float32.ts";
import { depthwiseConv2dFloat32 } from "./depthwise_conv2d_float32.ts";
import { fullyConnectedFloat32 } from "./fully_connected_float32.ts";
import { matmulFloat32 } from "./matmul_float32.ts";
import { matmulInt8 } from "./matmul_int8.ts";
import { meanFloat32, meanInt8 } from "./mean.ts";
import { concatInt8, concatMove, gather } from "./move.ts";
import { addFloat32, mulFloat32 } from "./pair_float32.ts";
import { addInt8, mulInt8 } from "./pair_int8.ts";
import {
  averagePool2dFloat32,
  averagePool2dInt8,
  maxPool2dFloat32,
  maxPool2dInt8,
} from "./pool.ts";
import { dequantizeInt8, quantizeFloat32 } from "./quantize.ts";
import { softmaxFloat32, softmaxInt8 } from "./softmax.ts";
import {
  clampFloat32,
  hardSigmoidFloat32,
  hardSwishFloat32,
  leakyReluFloat32,
  sigmoidFloat32,
  tanhFloat32,
} from "./unary_float32.ts";

const { float32, int8 } = referenceKernels;

/** All float32 kernels. */
export const float32Kernels: Float32Kernels = {
  conv2d: conv2dFloat32,
  depthwiseConv2d: depthwiseConv2dFloat32,
  fullyConnected: fullyConnectedFloat32,
  matmul: matmulFloat32,
  add: addFloat32,
  sub: float32.sub,
  mul: mulFloat32,
  clamp: clampFloat32,
  leakyRelu: leakyReluFloat32,
  sigmoid: sigmoidFloat32,
  tanh: tanhFloat32,
  hardSigmoid: hardSigmoidFloat32,
  hardSwish: hardSwishFloat32,
  softmax: softmaxFloat32,
  maxPool2d: maxPool2dFloat32,
  averagePool2d: averagePool2dFloat32,
  mean: meanFloat32,
};

/** The int8 kernels without weights. */
export const elementwiseInt8: Omit<
  Int8Kernels,
  "conv2d" | "depthwiseConv2d" | "fullyConnected"
> = {
  matmul: matmulInt8,
  add: addInt8,
  sub: int8.sub,
  mul: mulInt8,
  clamp: byTable(int8.clamp),
  leakyRelu: byTable(int8.leakyRelu),
  sigmoid: byTable(int8.sigmoid),
  tanh: byTable(int8.tanh),
  hardSigmoid: byTable(int8.hardSigmoid),
  hardSwish: byTable(int8.hardSwish),
  softmax: softmaxInt8,
  maxPool2d: maxPool2dInt8,
  averagePool2d: averagePool2dInt8,
  mean: meanInt8,
  requantize: byTable(int8.requantize),
  quantize: quantizeFloat32,
  dequantize: dequantizeInt8,
  concat: concatInt8,
};

/** The kernels that move elements. */
export const moveKernels: MoveKernels = { gather, concat: concatMove };
