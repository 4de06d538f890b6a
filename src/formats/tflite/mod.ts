/** TensorFlow Lite model files. */
export { readTflite, type ReadTfliteOptions } from "./read.ts";
