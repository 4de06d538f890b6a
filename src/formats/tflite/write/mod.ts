/** Graphs as TensorFlow Lite model files. */
export { writeTflite, type WriteTfliteOptions } from "./write.ts";
