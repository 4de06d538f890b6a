import type { Int8Buffer } from "../kernel_set.ts";
import type { WasmMemory } from "./memory.ts";
import { placeConstant } from "./place.ts";

/**
 * The fields of an int8 buffer in memory: codes, scales, zero points and the bytes from those of one
 * sample to the next, 0 where all samples share them.
 */
export function int8BufferFields(memory: WasmMemory, buffer: Int8Buffer): readonly number[] {
  if (buffer.kind === "dynamic") {
    const { data, scales, zeroPoints } = buffer;
    return [data.byteOffset, scales.byteOffset, zeroPoints.byteOffset, 4];
  }
  return [
    buffer.data.byteOffset,
    placeConstant(memory, Float32Array.of(buffer.scale)),
    placeConstant(memory, Int32Array.of(buffer.zeroPoint)),
    0,
  ];
}
