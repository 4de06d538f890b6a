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

/** `(a * b + 2^14) >> 15` of eight lanes, b below 2^15. */
// @ts-ignore: decorator
@inline
export function roundingMultiply(a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i16x8.relaxed_q15mulr_s(a, b);
  return i16x8.q15mulr_sat_s(a, b);
}

/** `x / 2^right`, ties away from zero, for |x| <= 2^30 and `right` from 1 to 31. */
// @ts-ignore: decorator
@inline
export function roundingShift(x: v128, right: i32): v128 {
  const half = i32x4.splat(1 << (right - 1));
  return i32x4.shr_s(i32x4.add(i32x4.add(x, i32x4.shr_s(x, 31)), half), right);
}
