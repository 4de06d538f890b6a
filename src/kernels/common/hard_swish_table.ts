import {
  type AffineParameters,
  clamp,
  type FixedPoint,
  fixedPoint,
  roundingDivideByPowerOfTwo,
} from "../../affine/mod.ts";
import { codeTable, type TableOptions } from "./code_table.ts";

const { fround } = Math;

/** A multiplier of 16 bits: `multiplier * 2^(shift - 15)`. */
function fixedPoint16(value: number): FixedPoint {
  const { multiplier, shift } = fixedPoint(Math.min(value, 2 ** 29));
  return { multiplier: Math.min(Math.floor((multiplier + 2 ** 15) / 2 ** 16), 32767), shift };
}

/** Int16 high multiply, `floor((2ab + 2^15) / 2^16)`: the int32 form at half the width. */
function highMultiply16(a: number, b: number): number {
  return Math.floor((a * b + 2 ** 14) / 2 ** 15);
}

const saturate16 = (x: number) => clamp(x, -32768, 32767);

/** The scale floor of a dynamic hard-swish output: below it the output would need a left shift. */
export function hardSwishScaleFloor({ scale }: AffineParameters): number {
  return fround(scale / 128);
}

/**
 * Hard swish in int16. With `hs = s_in / 128` and `v = (q - z_in) * 128`: the value
 * `p = v * hs / s_out`, the gate `r = (v * hs / 3 + 1) / 2` saturated to [0, 1], `y = r * p + z_out`.
 * Source: TensorFlow Lite Micro HARD_SWISH, which requires `hs < s_out`; where that does not hold,
 * the missing left shift comes last and saturates. For an input scale below 2^-21 the shift of its
 * gate passes the 15 bits of int16; here the gate is then 1/2 throughout.
 */
export function hardSwishTable(
  input: AffineParameters,
  output: AffineParameters,
  options: TableOptions = {},
): Int8Array {
  const fineScale = fround(input.scale / 128);
  const value = fixedPoint16(fround(fineScale / output.scale));
  const gate = fixedPoint16(fround(fineScale / fround(3 / 32768)));
  return codeTable(input, (steps) => {
    const fine = steps * 128;
    const product = highMultiply16(fine, value.multiplier);
    const scaled = Math.trunc(gateOf(fine, gate) * product / 2 ** 15);
    const rounded = roundingDivideByPowerOfTwo(scaled, Math.max(-value.shift, 0));
    return rounded * 2 ** Math.max(value.shift, 0) + output.zeroPoint;
  }, options);
}

/** The gate in Q0.15 of a value in `hs` units: `(v * hs / 3 + 1) / 2`, saturating at 0 and 1. */
function gateOf(fine: number, { multiplier, shift }: FixedPoint): number {
  let gate = shift > 0 ? saturate16(fine * 2 ** (shift - 1)) : fine;
  gate = highMultiply16(gate, multiplier);
  if (shift > 0) gate = saturate16(gate * 2);
  if (shift < 0) gate = roundingDivideByPowerOfTwo(gate, -shift);
  return (gate + 32768) >> 1;
}
