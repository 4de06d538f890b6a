import {
  type AffineParameters,
  codeMax,
  codeMin,
  roundingDivideByPowerOfTwo,
} from "../../affine/mod.ts";
import { codeTable, type TableOptions } from "./code_table.ts";
import { expOnNegative, saturatingShiftLeft, twiceOverOnePlus } from "./gemmlowp.ts";
import { q4Input } from "./q4_input.ts";

/** tanh a in Q0.31 for a in Q4.27: the same bits read as Q5.26 are 2a. */
function tanh(a: number): number {
  if (a === 0) return 0;
  const twice = twiceOverOnePlus(expOnNegative(-Math.abs(a), 5));
  const positive = saturatingShiftLeft(twice - 2 ** 29, 2);
  return a > 0 ? positive : -positive;
}

/**
 * Hyperbolic tangent to scale 1/128, zero point 0, by gemmlowp's fixed point.
 * Source: TensorFlow Lite Micro TANH (`integer_ops/tanh.h`).
 */
export function tanhTable(input: AffineParameters, options: TableOptions = {}): Int8Array {
  const { radius, toQ4 } = q4Input(input);
  return codeTable(input, (steps) => {
    if (steps <= -radius) return codeMin;
    if (steps >= radius) return codeMax;
    return roundingDivideByPowerOfTwo(tanh(toQ4(steps)), 24);
  }, options);
}
