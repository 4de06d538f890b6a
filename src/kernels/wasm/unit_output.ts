import { codeRange, type FixedPoint } from "../../affine/mod.ts";
import type { ClampRange, Int8Buffer } from "../kernel_set.ts";
import type { WasmMemory } from "./memory.ts";
import { int8BufferFields } from "./int8_buffer.ts";
import { float64, placeRecord } from "./place.ts";

/** Accumulators that a kernel makes before it requantizes them, where y is not dynamic. */
const chunk = 1024;

/** Bytes of one block of constants (`requantize_table.ts`). */
const tableBytes = 336;

/**
 * Writes the output of an op whose accumulators all have one unit (add, mul, matmul, mean); its
 * address. The multiplier is given where all parameters are static.
 */
export function placeUnitOutput(
  memory: WasmMemory,
  { y, elements, clamp, multiplier }: {
    readonly y: Int8Buffer;
    readonly elements: number;
    readonly clamp: ClampRange;
    readonly multiplier: FixedPoint | undefined;
  },
): number {
  const dynamic = y.kind === "dynamic";
  const codes = dynamic ? { min: -128, max: 127 } : codeRange(clamp, y);
  return placeRecord(memory, [
    ...int8BufferFields(memory, y),
    dynamic ? 2 : multiplier ? 0 : 1,
    multiplier?.multiplier ?? 0,
    multiplier?.shift ?? 0,
    codes.min,
    codes.max,
    memory.scratch("accumulators", 4 * Math.max(chunk, elements) + 64),
    memory.scratch("unit table", tableBytes),
    ...[0, 0],
    float64(clamp.min),
    float64(clamp.max),
    float64(dynamic ? y.scaleFloor : 0),
  ]);
}
