/** Model files: bytes to a verified Graph, and back. */
export * from "./onnx/mod.ts";
export * from "./read_model.ts";
export * from "./tflite/mod.ts";
