/**
 * Doubled sums of an int8 addition, eight at a time, where one multiplier is 1/2 and the other has
 * a right shift s of 1 to 7, or has vanished: `2 D(h << 20, 1/2) + 2 D(x << 20, m)`.
 *
 * The first term is `h * 2^20`. For the second, with `m = 2^18 a + 2^11 b + c`, a of 13 bits, b of 7
 * and c of 11, `D(x << 20, m) = x * 2^(7 - s) * a + ((t + 2^(s - 1)) >> s)`, where
 * `t = x * b + ((x * c + 2^10) >> 11)`, less 1 for a negative x. For |x| <= 255, t and `x * 2^(7 - s)`
 * fit 16 bits, and both shifts are rounding multiplications of 16 bits.
 */
import { roundingMultiply } from "./fixed_point";

/** The constants of a multiplier, each in all lanes. */
@unmanaged
export class SumFactors {
  /** c * 2^4, b, 2^(7 - s), 2^(15 - s). */
  low: i64;
  middle: i64;
  high: i64;
  rounding: i64;
  /** 2 a and 2 in turns. */
  pair: i64;
}

/** Right shifts that `fillFactors` takes. */
export const sumShiftMax: i32 = 7;

/** The four lanes of 16 bits, all `value`. */
function lanes(value: i32): i64 {
  return (<i64>value) * 0x0001000100010001;
}

/** Writes the constants of a multiplier. A shift of 0 goes with 1/2, which is 2^31 with a shift of 1. */
export function fillFactors(factors: SumFactors, multiplier: i32, shift: i32): void {
  const right = max(-shift, 1);
  const m = shift == 0 ? <u32>0x80000000 : <u32>multiplier;
  factors.low = lanes((m & 2047) << 4);
  factors.middle = lanes((m >> 11) & 127);
  factors.high = lanes(m ? 1 << (7 - right) : 0);
  factors.rounding = lanes(1 << (15 - right));
  factors.pair = (<i64>((m >> 17) & ~1 | 0x20000)) * 0x0000000100000001;
}

/** `(t + 2^(s - 1)) >> s` of eight x. */
// @ts-ignore: decorator
@inline
export function smallPart(x: v128, low: v128, middle: v128, rounding: v128): v128 {
  const part = i16x8.add(i16x8.mul(x, middle), i16x8.shr_s(x, 15));
  return roundingMultiply(i16x8.add(part, roundingMultiply(x, low)), rounding);
}

/** The doubled sums of elements 0 to 3: from `x * 2^(7 - s)`, the small part, and `h * 2^4`. */
// @ts-ignore: decorator
@inline
export function lowSums(x: v128, small: v128, h: v128, pair: v128): v128 {
  const other = v128.shuffle<i16>(x, small, 0, 8, 1, 9, 2, 10, 3, 11);
  const half = v128.shuffle<i16>(i16x8.splat(0), h, 0, 8, 1, 9, 2, 10, 3, 11);
  return i32x4.add(i32x4.dot_i16x8_s(other, pair), half);
}

/** The doubled sums of elements 4 to 7. */
// @ts-ignore: decorator
@inline
export function highSums(x: v128, small: v128, h: v128, pair: v128): v128 {
  const other = v128.shuffle<i16>(x, small, 4, 12, 5, 13, 6, 14, 7, 15);
  const half = v128.shuffle<i16>(i16x8.splat(0), h, 4, 12, 5, 13, 6, 14, 7, 15);
  return i32x4.add(i32x4.dot_i16x8_s(other, pair), half);
}
