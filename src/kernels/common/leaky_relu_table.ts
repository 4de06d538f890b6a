import { type AffineParameters, multiplyByFixedPoint } from "../../affine/mod.ts";
import { codeTable, tableMultiplier, type TableOptions } from "./code_table.ts";

const { fround } = Math;

/**
 * Leaky ReLU: `D(v, f(s_in / s_out))` for `v = q - z_in >= 0`, else `D(v, f(f(s_in * alpha) / s_out))`,
 * plus z_out. A negative alpha multiplies by its absolute value and negates.
 * Source: TensorFlow Lite Micro LEAKY_RELU (`QuantizeLeakyRelu`).
 */
export function leakyReluTable(
  input: AffineParameters,
  output: AffineParameters,
  { alpha, ...options }: TableOptions & { readonly alpha: number },
): Int8Array {
  const slope = fround(fround(input.scale * fround(alpha)) / output.scale);
  const positive = tableMultiplier(fround(input.scale / output.scale));
  const negative = tableMultiplier(Math.abs(slope));
  const sign = slope < 0 ? -1 : 1;
  return codeTable(input, (steps) => {
    const scaled = steps >= 0
      ? multiplyByFixedPoint(steps, positive)
      : sign * multiplyByFixedPoint(steps, negative);
    return scaled + output.zeroPoint;
  }, options);
}
