/**
 * How a requantizing op between static parameters rounds.
 *
 * - `tflm` what TensorFlow Lite Micro and CMSIS-NN run on the chip: saturating rounding doubling high
 *   multiply, then rounding shift.
 * - `litert-ref` the reference kernels of TensorFlow Lite 2.21 (`BUILTIN_REF`): the same, but fully
 *   connected layers in float64, logistic and tanh by a float32 table, and other multipliers for
 *   multiplication and subtraction; `docs/quantization.md` lists the operators.
 */
export const roundingProfiles = ["tflm", "litert-ref"] as const;

/** The name of a rounding profile. */
export type RoundingProfile = typeof roundingProfiles[number];

/**
 * Rounds to the nearest integer, ties away from zero.
 *
 * @example
 * ```ts
 * import { roundHalfAway } from "./rounding.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([2.5, -2.5, 0.49999999999999994].map(roundHalfAway), [3, -3, 0]);
 * ```
 */
export function roundHalfAway(x: number): number {
  const truncated = Math.trunc(x);
  const fraction = x - truncated; // exact
  if (fraction >= 0.5) return truncated + 1;
  if (fraction <= -0.5) return truncated - 1;
  return truncated + 0; // -0 becomes 0
}

/** `x` held to [lo, hi]: first at least `lo`, then at most `hi`. */
export function clamp(x: number, lo: number, hi: number): number {
  return Math.min(Math.max(x, lo), hi);
}
