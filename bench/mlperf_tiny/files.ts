import { readTflite } from "../../src/formats/mod.ts";
import type { Graph } from "../../src/graph/mod.ts";
import { UserError } from "../../src/suite/mod.ts";
import { readNpy } from "./npy.ts";

/** The bytes of a file of the data folder. */
export function bytesOf(path: string): Uint8Array<ArrayBuffer> {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UserError(
      `Cannot read ${path}: the file must exist; name the folder of mlperf-tiny with --data-dir`,
    );
  }
}

/** A model as float32 and as it was shipped, with float32 ports. */
export function modelsOf(
  dataDir: string,
  name: string,
): { readonly float32: Graph; readonly shipped: Graph } {
  const read = (form: string) =>
    readTflite(bytesOf(`${dataDir}/mlperf-tiny/${name}_${form}.tflite`), { ports: "float32" });
  return { float32: read("float32"), shipped: read("int8") };
}

/** The elements of an array of the data folder, which must have that type. */
export function arrayOf<A extends Float32Array | Uint8Array | Int8Array>(
  path: string,
  type: abstract new (...args: never[]) => A,
): A {
  const { data } = readNpy(path);
  if (data instanceof type) return data;
  throw new UserError(
    `Cannot read ${path}: its elements must be a ${type.name}, got a ${data.constructor.name}`,
  );
}
