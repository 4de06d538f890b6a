/** The float32 kernels, and the int8 kernels without weights. */
export { codeRange, lookUpRuns } from "./codes";
export { depthwiseFloat32 } from "./depthwise_float32";
export { matmulFloat32 } from "./matmul_float32";
export { matmulInt8 } from "./matmul_int8";
export { meanInt8 } from "./mean_int8";
export { copyRuns, gather32, gather8 } from "./move";
export { addFloat32, mulFloat32 } from "./pair_float32";
export { addInt8 } from "./add_int8";
export { mulInt8 } from "./pair_int8";
export { averagePoolFloat32, maxPoolFloat32 } from "./pool_float32";
export { averagePoolInt8, maxPoolInt8 } from "./pool_int8";
export { dequantize, quantize } from "./quantize";
export { softmaxFloat32 } from "./softmax_float32";
export { softmaxInt8 } from "./softmax_int8";
export {
  clampFloat32,
  hardSigmoidFloat32,
  hardSwishFloat32,
  leakyReluFloat32,
  sigmoidFloat32,
  tanhFloat32,
} from "./unary_float32";
export { weightedFloat32 } from "./weighted_float32";
