import type { Elementwise, Run } from "../kernel_set.ts";
import { memoryOf, type WasmMemory } from "./memory.ts";
import { placeInts, placeRecord } from "./place.ts";

/** Float32 addition with broadcasting: `y = clamp(a + b)`. */
export function addFloat32(args: Elementwise<Float32Array>): Run {
  const memory = memoryOf(args.y);
  const { addFloat32 } = memory.exports;
  const plan = placePair(memory, args);
  const { min, max } = args.clamp;
  return (samples) => addFloat32(plan, samples, min, max);
}

/** Float32 multiplication with broadcasting: `y = clamp(a * b)`. */
export function mulFloat32(args: Elementwise<Float32Array>): Run {
  const memory = memoryOf(args.y);
  const { mulFloat32 } = memory.exports;
  const plan = placePair(memory, args);
  const { min, max } = args.clamp;
  return (samples) => mulFloat32(plan, samples, min, max);
}

function placePair(
  memory: WasmMemory,
  { a, b, y, geometry }: Elementwise<Float32Array>,
): number {
  return placeRecord(memory, [
    a.byteOffset,
    b.byteOffset,
    y.byteOffset,
    4 * geometry.aPerSample,
    4 * geometry.bPerSample,
    geometry.aIndex ? placeInts(memory, geometry.aIndex) : 0,
    geometry.bIndex ? placeInts(memory, geometry.bIndex) : 0,
    geometry.elements,
  ]);
}
