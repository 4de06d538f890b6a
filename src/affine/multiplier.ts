import { roundHalfAway } from "./rounding.ts";

/** A positive real as `multiplier * 2^(shift - 31)`, multiplier in [2^30, 2^31). */
export interface FixedPoint {
  readonly multiplier: number;
  readonly shift: number;
}

const INT32_MIN = -(2 ** 31);
const INT32_MAX = 2 ** 31 - 1;

/**
 * The fixed-point form of a real multiplier (TensorFlow Lite's `QuantizeMultiplier`).
 *
 * @throws {RangeError} When the value is negative or not finite, or too large to shift (2^31).
 *
 * @example
 * ```ts
 * import { fixedPoint } from "./multiplier.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fixedPoint(0.75), { multiplier: 0.75 * 2 ** 31, shift: 0 });
 * assertEquals(fixedPoint(1), { multiplier: 2 ** 30, shift: 1 });
 * ```
 */
export function fixedPoint(value: number): FixedPoint {
  if (!(value >= 0 && value < 2 ** 30)) {
    throw new RangeError(
      `Cannot make a fixed-point multiplier: it must be in [0, 2^30), got ${value}`,
    );
  }
  if (value < 2 ** -33) return { multiplier: 0, shift: 0 };
  let shift = Math.floor(Math.log2(value)) + 1;
  while (value >= 2 ** shift) shift++;
  while (value < 2 ** (shift - 1)) shift--;
  let multiplier = roundHalfAway(value * 2 ** -shift * 2 ** 31);
  if (multiplier === 2 ** 31) {
    multiplier = 2 ** 30;
    shift++;
  }
  return shift < -31 ? { multiplier: 0, shift: 0 } : { multiplier, shift };
}

/**
 * gemmlowp's `SaturatingRoundingDoublingHighMul` of two int32: `floor((a*b + 2^30) / 2^31)`.
 * For a negative product the published truncating form, `(a*b + 1 - 2^30) / 2^31` toward zero, is
 * this same floor. The product of up to 63 bits is summed from two exact halves.
 */
export function saturatingRoundingDoublingHighMul(a: number, b: number): number {
  if (a === INT32_MIN && b === INT32_MIN) return INT32_MAX;
  const high = a >> 16;
  const low = a & 0xffff;
  const carry = Math.floor((low * b + 0x40000000) / 0x10000);
  return Math.floor((high * b + carry) / 0x8000);
}

/** gemmlowp's `RoundingDivideByPOT`: `x / 2^exponent`, ties away from zero; exponent in [0, 31]. */
export function roundingDivideByPowerOfTwo(x: number, exponent: number): number {
  if (exponent === 0) return x;
  const mask = (1 << exponent) - 1;
  const remainder = x & mask;
  const threshold = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> exponent) + (remainder > threshold ? 1 : 0);
}

/**
 * An int32 times a fixed-point multiplier, rounded twice (profile `tflm`): TensorFlow Lite's
 * `MultiplyByQuantizedMultiplier`. The left shift wraps as int32.
 */
export function multiplyByFixedPoint(x: number, { multiplier, shift }: FixedPoint): number {
  const left = shift > 0 ? x << shift : x;
  return roundingDivideByPowerOfTwo(
    saturatingRoundingDoublingHighMul(left, multiplier),
    shift < 0 ? -shift : 0,
  );
}
