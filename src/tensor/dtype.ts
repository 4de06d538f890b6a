/** The element types of a tensor. */
export const dtypes = ["float32", "int8", "uint8", "int16", "int32"] as const;

/** An element type. */
export type DType = typeof dtypes[number];

/** The typed array that holds elements of each dtype. */
export interface TypedArrays {
  readonly float32: Float32Array;
  readonly int8: Int8Array;
  readonly uint8: Uint8Array;
  readonly int16: Int16Array;
  readonly int32: Int32Array;
}

const constructors = {
  float32: Float32Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  int32: Int32Array,
} as const;

/**
 * Bytes of one element.
 *
 * @example
 * ```ts
 * import { bytesPerElement } from "./dtype.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(bytesPerElement("int16"), 2);
 * ```
 */
export function bytesPerElement(dtype: DType): number {
  return constructors[dtype].BYTES_PER_ELEMENT;
}

/** A zero-filled typed array of `length` elements. */
export function allocate<D extends DType>(dtype: D, length: number): TypedArrays[D] {
  return new constructors[dtype](length) as unknown as TypedArrays[D];
}
