import type { Range } from "../distribution.ts";
import { roundHalfEven } from "./round_half_even.ts";

/** Scale and zero point of a range of codes: `real = scale * (code - zeroPoint)`. */
export interface CodeParameters {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Smallest and largest code, and whether 0 has to be in the middle. */
export interface CodeRange {
  readonly codeMin: number;
  readonly codeMax: number;
  readonly symmetric: boolean;
}

/** What onnxruntime's uint8 and int8 activations are; symmetric int8 leaves -128 out. */
export const ortCodeRanges = {
  uint8: { codeMin: 0, codeMax: 255, symmetric: false },
  int8: { codeMin: -128, codeMax: 127, symmetric: false },
  int8Symmetric: { codeMin: -127, codeMax: 127, symmetric: true },
} as const satisfies Readonly<Record<string, CodeRange>>;

/** The smallest normal float32. */
const float32Tiny = 2 ** -126;

/**
 * Scale and zero point as onnxruntime makes them of a calibrated range (`compute_scale_zp`): 0 put
 * within the range, the scale in float64 and then rounded to float32, the zero point from the
 * unrounded one, ties to even; scale 1 and zero point 0 where the scale would not be normal.
 *
 * @example
 * ```ts
 * import { ortCodeRanges, ortParameters } from "./ort_parameters.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ortParameters({ lo: -1, hi: 254 }, ortCodeRanges.uint8), { scale: 1, zeroPoint: 1
 * });
 * ```
 */
export function ortParameters(
  range: Range,
  { codeMin, codeMax, symmetric }: CodeRange,
): CodeParameters {
  const zeroed = { lo: Math.min(range.lo, 0), hi: Math.max(range.hi, 0) };
  const largest = Math.max(-zeroed.lo, zeroed.hi);
  const { lo, hi } = symmetric ? { lo: -largest, hi: largest } : zeroed;
  const scale = (hi - lo) / (codeMax - codeMin);
  if (scale < float32Tiny) return { scale: 1, zeroPoint: 0 };
  const zeroPoint = roundHalfEven(symmetric ? (codeMin + codeMax) / 2 : codeMin - lo / scale);
  return { scale: Math.fround(scale), zeroPoint };
}
