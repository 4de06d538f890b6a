/** Model files: bytes to a verified Graph, and back. */
export * from "./onnx/mod.ts";
