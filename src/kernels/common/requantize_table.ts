import { type AffineParameters, multiplyByFixedPoint } from "../../affine/mod.ts";
import { codeTable, tableMultiplier, type TableOptions } from "./code_table.ts";

/**
 * The same value in other parameters: `D(q - z_in, ratio) + z_out`, `ratio` being `s_in / s_out`:
 * in float64 between static parameters (TensorFlow Lite Micro QUANTIZE, int8 to int8), rounded to
 * float32 where either was found at run time.
 */
export function requantizeTable(
  input: AffineParameters,
  output: AffineParameters,
  { ratio, ...options }: TableOptions & { readonly ratio: number },
): Int8Array {
  const multiplier = tableMultiplier(ratio);
  return codeTable(
    input,
    (steps) => multiplyByFixedPoint(steps, multiplier) + output.zeroPoint,
    options,
  );
}
