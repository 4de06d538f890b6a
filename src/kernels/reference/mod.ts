/** The reference kernel set: plain loops, the specification of every other set. */
import { allocate } from "../../tensor/mod.ts";
import type { KernelSet } from "../kernel_set.ts";
import { addFloat32, addInt8 } from "./add.ts";
import { averagePool2dFloat32, averagePool2dInt8 } from "./average_pool2d.ts";
import { clampFloat32, clampInt8 } from "./clamp.ts";
import { concatInt8, concatMove } from "./concat.ts";
import { conv2dFloat32 } from "./conv2d_float32.ts";
import { conv2dInt8 } from "./conv2d_int8.ts";
import { depthwiseConv2dFloat32 } from "./depthwise_conv2d_float32.ts";
import { depthwiseConv2dInt8 } from "./depthwise_conv2d_int8.ts";
import { fullyConnectedFloat32 } from "./fully_connected_float32.ts";
import { fullyConnectedInt8 } from "./fully_connected_int8.ts";
import { gather } from "./gather.ts";
import { hardSigmoidFloat32, hardSigmoidInt8 } from "./hard_sigmoid.ts";
import { hardSwishFloat32, hardSwishInt8 } from "./hard_swish.ts";
import { leakyReluFloat32, leakyReluInt8 } from "./leaky_relu.ts";
import { matmulFloat32 } from "./matmul_float32.ts";
import { matmulInt8 } from "./matmul_int8.ts";
import { maxPool2dFloat32, maxPool2dInt8 } from "./max_pool2d.ts";
import { meanFloat32, meanInt8 } from "./mean.ts";
import { mulFloat32, mulInt8 } from "./mul.ts";
import { dequantizeInt8, quantizeFloat32 } from "./quantize.ts";
import { requantizeInt8 } from "./requantize.ts";
import { sigmoidFloat32, sigmoidInt8 } from "./sigmoid.ts";
import { softmaxFloat32, softmaxInt8 } from "./softmax.ts";
import { subFloat32, subInt8 } from "./sub.ts";
import { tanhFloat32, tanhInt8 } from "./tanh.ts";

/**
 * The reference kernel set. Its memory is plain typed arrays.
 *
 * @example
 * ```ts
 * import { referenceKernels } from "./mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const y = new Float32Array(2);
 * const run = referenceKernels.float32.clamp({
 *   x: Float32Array.of(-1, 9),
 *   y,
 *   elements: 2,
 *   clamp: { min: 0, max: 6 },
 * });
 * run(1);
 * assertEquals([...y], [0, 6]);
 * ```
 */
export const referenceKernels: KernelSet = {
  name: "reference",
  createMemory: () => ({ allocate }),
  float32: {
    conv2d: conv2dFloat32,
    depthwiseConv2d: depthwiseConv2dFloat32,
    fullyConnected: fullyConnectedFloat32,
    matmul: matmulFloat32,
    add: addFloat32,
    sub: subFloat32,
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
  },
  int8: {
    conv2d: conv2dInt8,
    depthwiseConv2d: depthwiseConv2dInt8,
    fullyConnected: fullyConnectedInt8,
    matmul: matmulInt8,
    add: addInt8,
    sub: subInt8,
    mul: mulInt8,
    clamp: clampInt8,
    leakyRelu: leakyReluInt8,
    sigmoid: sigmoidInt8,
    tanh: tanhInt8,
    hardSigmoid: hardSigmoidInt8,
    hardSwish: hardSwishInt8,
    softmax: softmaxInt8,
    maxPool2d: maxPool2dInt8,
    averagePool2d: averagePool2dInt8,
    mean: meanInt8,
    requantize: requantizeInt8,
    quantize: quantizeFloat32,
    dequantize: dequantizeInt8,
    concat: concatInt8,
  },
  move: { gather, concat: concatMove },
};
