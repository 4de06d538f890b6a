import { type FixedPoint, fixedPoint, type RoundingProfile } from "../../affine/mod.ts";

const { fround } = Math;

/**
 * The multiplier of an int8 multiplication between static parameters, `s_a * s_b / s_out`: in
 * float64 (`tflm`), or product and quotient each rounded to float32 (`litert-ref`).
 */
export function mulMultiplier(
  { a, b, output }: { readonly a: number; readonly b: number; readonly output: number },
  rounding: RoundingProfile,
): FixedPoint {
  return fixedPoint(
    rounding === "tflm" ? a * b / output : fround(fround(a * b) / output),
  );
}
