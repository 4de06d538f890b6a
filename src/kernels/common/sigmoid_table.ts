import {
  type AffineParameters,
  codeMax,
  codeMin,
  roundingDivideByPowerOfTwo,
} from "../../affine/mod.ts";
import { codeTable, type TableOptions } from "./code_table.ts";
import { expOnNegative, oneOverOnePlus } from "./gemmlowp.ts";
import { q4Input } from "./q4_input.ts";

/** `1 / (1 + e^-a)` in Q0.31 for a in Q4.27. */
function logistic(a: number): number {
  if (a === 0) return 2 ** 30;
  const positive = oneOverOnePlus(expOnNegative(-Math.abs(a), 4));
  return a > 0 ? positive : 2 ** 31 - 1 - positive;
}

/**
 * Sigmoid to scale 1/256, zero point -128, by gemmlowp's fixed point.
 * Source: TensorFlow Lite Micro LOGISTIC (`integer_ops/logistic.h`).
 */
export function sigmoidTable(input: AffineParameters, options: TableOptions = {}): Int8Array {
  const { radius, toQ4 } = q4Input(input);
  return codeTable(input, (steps) => {
    if (steps <= -radius) return codeMin;
    if (steps >= radius) return codeMax;
    return roundingDivideByPowerOfTwo(logistic(toQ4(steps)), 23) + codeMin;
  }, options);
}
