import { type AffineParameters, roundHalfAway } from "../../affine/mod.ts";
import { codeTable, type TableOptions } from "./code_table.ts";

const { fround } = Math;

/**
 * A function of one value as a table made in float32: with `t = f(s_in * (q - z_in))` the code is
 * `round(f(function(t) * f(1 / s_out))) + z_out`. Source: TensorFlow Lite 2.21 LOGISTIC and TANH.
 */
export function float32Table(
  input: AffineParameters,
  output: AffineParameters,
  { of, ...options }: TableOptions & { readonly of: (real: number) => number },
): Int8Array {
  const inverse = fround(1 / output.scale);
  return codeTable(input, (steps) => {
    const value = of(fround(input.scale * steps));
    return roundHalfAway(fround(value * inverse)) + output.zeroPoint;
  }, options);
}
