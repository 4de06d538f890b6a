import { npyStartBytes, parseNpyHeader } from "../src/data/readers/npy_header.ts";

/** The elements of a NumPy file of float32, uint8 or int8, all at once: for tests alone. */
export function readNpy(path: string): {
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array | Int8Array;
} {
  const bytes = Deno.readFileSync(path);
  const { descr, shape, offset, length } = parseNpyHeader(bytes.subarray(0, npyStartBytes), path);
  const elements = bytes.slice(offset, offset + length).buffer;
  switch (descr) {
    case "<f4":
      return { shape, data: new Float32Array(elements) };
    case "|u1":
      return { shape, data: new Uint8Array(elements) };
    case "|i1":
      return { shape, data: new Int8Array(elements) };
    default:
      throw new TypeError(`Cannot read ${path}: its elements are ${descr}`);
  }
}
