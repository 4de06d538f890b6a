/** Writing what a bound kernel needs into its memory. */
import type { WasmMemory } from "./memory.ts";

/** A float32 or float64 field of a record; plain numbers are int32. */
export type Field = number | { readonly float32: number } | { readonly float64: number };

/** A float32 field. */
export const float32 = (value: number): Field => ({ float32: value });

/** A float64 field. */
export const float64 = (value: number): Field => ({ float64: value });

/** Writes a constant; its address. */
export function placeConstant(
  memory: WasmMemory,
  { buffer, byteOffset, byteLength }: ArrayBufferView,
): number {
  const place = memory.allocate("uint8", byteLength);
  place.set(new Uint8Array(buffer, byteOffset, byteLength));
  return place.byteOffset;
}

/** Writes the fields of a record in order, aligned as in memory; its address. */
export function placeRecord(memory: WasmMemory, fields: readonly Field[]): number {
  const bytes = new DataView(new ArrayBuffer(8 * fields.length));
  let at = 0;
  for (const field of fields) {
    if (typeof field === "number") bytes.setInt32(at, field, true);
    else if ("float32" in field) bytes.setFloat32(at, field.float32, true);
    else {
      at = (at + 7) & ~7;
      bytes.setFloat64(at, field.float64, true);
      at += 4;
    }
    at += 4;
  }
  return placeConstant(memory, new Uint8Array(bytes.buffer, 0, at));
}

/** Writes int32 values; their address. */
export function placeInts(memory: WasmMemory, values: ArrayLike<number>): number {
  return placeConstant(memory, Int32Array.from(values));
}
