import {
  type AffineParameters,
  codeRange,
  multiplyByFixedPoint,
  roundHalfAway,
} from "../../affine/mod.ts";
import { codeTable, tableMultiplier, type TableOptions } from "./code_table.ts";

const { fround } = Math;

/**
 * Hard sigmoid: `D(v, f(f(alpha * s_in) / s_out)) + round(f(beta / s_out)) + z_out`, held to the
 * codes of [0, 1]. A negative alpha multiplies by its absolute value and negates. TensorFlow Lite
 * has no such operator: this form is our own.
 */
export function hardSigmoidTable(
  input: AffineParameters,
  output: AffineParameters,
  { alpha, beta, ...options }: TableOptions & { readonly alpha: number; readonly beta: number },
): Int8Array {
  const slope = fround(fround(fround(alpha) * input.scale) / output.scale);
  const multiplier = tableMultiplier(Math.abs(slope));
  const sign = slope < 0 ? -1 : 1;
  const base = roundHalfAway(fround(fround(beta) / output.scale)) + output.zeroPoint;
  const { min, max } = codeRange({ min: 0, max: 1 }, output);
  return codeTable(input, (steps) => {
    const code = sign * multiplyByFixedPoint(steps, multiplier) + base;
    return Math.min(Math.max(code, min), max);
  }, options);
}
