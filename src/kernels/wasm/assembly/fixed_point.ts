/** Fixed-point multipliers `multiplier * 2^(shift - 31)`, rounded twice: see `affine/multiplier.ts`. */

/** An int32 times a fixed-point multiplier. */
// @ts-ignore: decorator
@inline
export function requantize(x: i32, multiplier: i32, shift: i32): i32 {
  const left = shift > 0 ? x << shift : x;
  const high = <i32>((<i64>left * <i64>multiplier + (1 << 30)) >> 31);
  if (shift >= 0) return high;
  const d = high + (high >> 31); // ties away from zero
  return (d >> -shift) + ((d >> (-shift - 1)) & 1);
}

/** `floor((a * b + 2^30) / 2^31)` of four int32 and one that is not negative. */
// @ts-ignore: decorator
@inline
export function highMultiply(a: v128, b: v128): v128 {
  const nudge = i64x2.splat(1 << 30);
  const low = i64x2.add(i64x2.extmul_low_i32x4_s(a, b), nudge);
  const high = i64x2.add(i64x2.extmul_high_i32x4_s(a, b), nudge);
  return v128.shuffle<i32>(i64x2.shr_u(low, 31), i64x2.shr_u(high, 31), 0, 2, 4, 6);
}

/** `x / 2^right`, ties away from zero, for |x| <= 2^30 and `right` from 1 to 31. */
// @ts-ignore: decorator
@inline
export function roundingShift(x: v128, right: i32): v128 {
  const half = i32x4.splat(1 << (right - 1));
  return i32x4.shr_s(i32x4.add(i32x4.add(x, i32x4.shr_s(x, 31)), half), right);
}
