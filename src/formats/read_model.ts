import { float32Ports, type Graph } from "../graph/mod.ts";
import { readOnnx } from "./onnx/mod.ts";
import { readTflite, type ReadTfliteOptions } from "./tflite/mod.ts";

/**
 * Reads a model by the name of its file: `.tflite` as TensorFlow Lite, anything else as ONNX.
 *
 * @throws {ModelError} When the reader refuses the file.
 *
 * @example
 * ```ts
 * import { readModel } from "./read_model.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => readModel("a.tflite", new Uint8Array()), Error, "TensorFlow Lite");
 * assertThrows(() => readModel("a.onnx", new Uint8Array()), Error, "ONNX");
 * ```
 */
export function readModel(
  file: string,
  bytes: Uint8Array,
  options: ReadTfliteOptions = {},
): Graph {
  if (file.toLowerCase().endsWith(".tflite")) return readTflite(bytes, options);
  const { ports, ...onnx } = options;
  const graph = readOnnx(bytes, onnx);
  return ports === "float32" ? float32Ports(graph) : graph;
}
