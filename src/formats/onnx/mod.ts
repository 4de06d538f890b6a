/** ONNX model files. */
export type { ElementType, OnnxConstant } from "./constant.ts";
export { readOnnx, type ReadOnnxOptions } from "./read.ts";
export { readOnnxTensor } from "./tensor_proto.ts";
export { writeOnnx, type WriteOnnxOptions } from "./write/mod.ts";
