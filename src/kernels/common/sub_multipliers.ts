import { fixedPoint, type RoundingProfile } from "../../affine/mod.ts";
import { addLeftShift, type AddMultipliers, addMultipliers } from "./add_multipliers.ts";

const { fround } = Math;

/**
 * The multipliers of an int8 subtraction between static parameters. `litert-ref`: those of an
 * addition, in float64. `tflm`: the same three quotients rounded to float32, as TensorFlow Lite Micro
 * SUB has them (its ADD does not round).
 */
export function subMultipliers(
  scales: { readonly a: number; readonly b: number; readonly output: number },
  rounding: RoundingProfile,
): AddMultipliers {
  if (rounding === "litert-ref") return addMultipliers(scales);
  const twice = fround(2 * Math.max(scales.a, scales.b));
  return {
    a: fixedPoint(fround(scales.a / twice)),
    b: fixedPoint(fround(scales.b / twice)),
    output: fixedPoint(fround(twice / fround(2 ** addLeftShift * scales.output))),
  };
}
