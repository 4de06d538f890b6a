import {
  clamp,
  codeMax,
  codeMin,
  type FixedPoint,
  fixedPoint,
  multiplyByFixedPoint,
  roundingDivideByPowerOfTwo,
  saturatingRoundingDoublingHighMul,
} from "../../affine/mod.ts";
import { expOnNegative, oneOverOnePlus } from "./gemmlowp.ts";

/** How a distance below the row's maximum becomes Q5.26, and from which distance on e^x counts. */
export interface SoftmaxScaling {
  readonly multiplier: FixedPoint;
  readonly lowest: number;
}

/**
 * The scaling of an input scale: multiplier `s_in * 2^26`, `lowest = -floor(31 * 2^26 / 2^shift)`.
 * A scale of 16 or more leaves only the maximum itself; TensorFlow Lite Micro has no scale below
 * 2^-26, where the left shift here becomes a rounding right shift.
 */
export function softmaxScaling(scale: number): SoftmaxScaling {
  if (scale >= 16) return { multiplier: { multiplier: 0, shift: 0 }, lowest: 0 };
  const multiplier = fixedPoint(scale * 2 ** 26);
  return { multiplier, lowest: -Math.floor(31 * 2 ** 26 / 2 ** multiplier.shift) };
}

/**
 * Softmax of one row of int8 codes, `length` from `at` on: exponentials in Q0.31, their sum in
 * Q12.19, its reciprocal by three Newton steps, output scale 1/256 and zero point -128.
 * `exps` is scratch for `length` values. Source: TensorFlow Lite Micro SOFTMAX, beta 1.
 */
export function softmaxRowInt8(
  x: Int8Array,
  y: Int8Array,
  { at, length, scaling: { multiplier, lowest }, exps }: {
    readonly at: number;
    readonly length: number;
    readonly scaling: SoftmaxScaling;
    readonly exps: Int32Array;
  },
): void {
  let max = codeMin;
  for (let i = 0; i < length; i++) max = Math.max(max, x[at + i]!);
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const difference = x[at + i]! - max;
    exps[i] = difference < lowest
      ? 0
      : expOnNegative(multiplyByFixedPoint(difference, multiplier), 5);
    sum = (sum + roundingDivideByPowerOfTwo(exps[i]!, 12)) | 0;
  }
  const headroom = Math.clz32(sum);
  const reciprocal = oneOverOnePlus((sum << headroom) ^ -(2 ** 31));
  const right = 12 - headroom + 31 - 8;
  for (let i = 0; i < length; i++) {
    const product = saturatingRoundingDoublingHighMul(reciprocal, exps[i]!);
    // From 32 on, less than half a code is left of any product.
    const steps = right > 31 ? 0 : roundingDivideByPowerOfTwo(product, right);
    y[at + i] = clamp(steps + codeMin, codeMin, codeMax);
  }
}
