/** Writing ONNX model files. */
export { writeOnnx, type WriteOnnxOptions } from "./write.ts";
