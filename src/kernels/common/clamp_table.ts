import { type AffineParameters, codeRange, multiplyByFixedPoint } from "../../affine/mod.ts";
import type { ClampRange } from "../kernel_set.ts";
import { codeTable, tableMultiplier, type TableOptions } from "./code_table.ts";

/**
 * Clamp of one value: `D(q - z_in, f(s_in / s_out)) + z_out`, then held to the codes of the bounds.
 * Source: TensorFlow Lite Micro RELU (`ReluQuantized`), for any bounds.
 */
export function clampTable(
  input: AffineParameters,
  output: AffineParameters,
  { clamp, ...options }: TableOptions & { readonly clamp: ClampRange },
): Int8Array {
  const multiplier = tableMultiplier(Math.fround(input.scale / output.scale));
  const { min, max } = codeRange(clamp, output);
  return codeTable(input, (steps) => {
    const code = multiplyByFixedPoint(steps, multiplier) + output.zeroPoint;
    return Math.min(Math.max(code, min), max);
  }, options);
}
