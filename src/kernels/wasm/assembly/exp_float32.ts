/**
 * e^x of four float32, each step rounded to float32 in the order of `common/exp_float32.ts`: 0 below
 * -87.3, Infinity above 88.7, NaN for NaN.
 */
// @ts-ignore: decorator
@inline
export function expFloat32x4(x: v128): v128 {
  const scaled = f32x4.add(f32x4.mul(x, f32x4.splat(1.4426950216293335)), f32x4.splat(0.5));
  const n = f32x4.floor(scaled);
  const high = f32x4.mul(n, f32x4.splat(0.693359375));
  const low = f32x4.mul(n, f32x4.splat(-0.00021219444170128554));
  const r = f32x4.sub(f32x4.sub(x, high), low);
  let p = f32x4.add(
    f32x4.mul(f32x4.splat(0.0013814537087455392), r),
    f32x4.splat(0.00836874544620514),
  );
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.04166838899254799));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.1666652113199234));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.4999999403953552));
  const square = f32x4.mul(r, r);
  const e = f32x4.add(f32x4.add(f32x4.mul(square, p), r), f32x4.splat(1));
  // 2^n in two factors, each the bits of its exponent.
  const exponent = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(exponent, 1);
  const bias = i32x4.splat(127);
  const first = i32x4.shl(i32x4.add(half, bias), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(exponent, half), bias), 23);
  const power = f32x4.mul(f32x4.mul(e, first), second);
  const vanished = f32x4.lt(x, f32x4.splat(-87.33654022216797));
  const overflowed = f32x4.gt(x, f32x4.splat(88.72283172607422));
  const finite = v128.bitselect(f32x4.splat(Infinity), power, overflowed);
  return v128.andnot(finite, vanished);
}
