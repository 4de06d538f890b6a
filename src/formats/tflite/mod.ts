/** TensorFlow Lite model files, in and out. */
export { readTflite, type ReadTfliteOptions } from "./read.ts";
export { writeTflite, type WriteTfliteOptions } from "./write/mod.ts";
