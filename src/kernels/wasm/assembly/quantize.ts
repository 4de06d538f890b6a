/** Float32 to int8 and back. */
import { Int8Buffer, scaleAt, zeroPointAt } from "./int8_buffer";
import { storeParameters } from "./multiplier";

/** `round(x / s)` of four values as int32, ties away from zero, saturated; NaN gives 0. */
// @ts-ignore: decorator
@inline
function steps(x: v128, scale: v128): v128 {
  const quotient = f32x4.div(x, scale);
  // The largest float32 below 1/2, with the sign of the quotient: no tie and no other value below
  // it reaches the next integer.
  const sign = v128.and(quotient, i32x4.splat(0x80000000));
  const half = v128.or(sign, f32x4.splat(0.49999997));
  return i32x4.trunc_sat_f32x4_s(f32x4.add(quotient, half));
}

function quantizeSample(x: usize, y: usize, elements: i32, scale: f32, zeroPoint: i32): void {
  const s = f32x4.splat(scale);
  const zero = i16x8.splat(<i16>zeroPoint);
  const end = y + <usize>elements;
  for (; y + 16 <= end; x += 64, y += 16) {
    const low = i16x8.narrow_i32x4_s(steps(v128.load(x), s), steps(v128.load(x, 16), s));
    const high = i16x8.narrow_i32x4_s(steps(v128.load(x, 32), s), steps(v128.load(x, 48), s));
    const codes = i8x16.narrow_i16x8_s(i16x8.add_sat_s(low, zero), i16x8.add_sat_s(high, zero));
    v128.store(y, codes);
  }
  for (; y < end; x += 4, y++) {
    const four = steps(v128.load_zero<f32>(x), s);
    const two = i16x8.add_sat_s(i16x8.narrow_i32x4_s(four, four), zero);
    v128.store_lane<i8>(y, i8x16.narrow_i16x8_s(two, two), 0);
  }
}

/** Four values, 0 in place of those that are not finite. */
// @ts-ignore: decorator
@inline
function finite(value: v128): v128 {
  return v128.and(value, f32x4.lt(f32x4.abs(value), f32x4.splat(Infinity)));
}

/** The least and greatest finite element and 0, in lanes 0 and 1. Four chains hide their latency. */
function finiteRange(x: usize, elements: i32): v128 {
  const end = x + (<usize>elements << 2);
  let lo = f32x4.splat(0);
  let hi = lo;
  let lo1 = lo;
  let hi1 = lo;
  let lo2 = lo;
  let hi2 = lo;
  let lo3 = lo;
  let hi3 = lo;
  for (; x + 64 <= end; x += 64) {
    let value = finite(v128.load(x));
    lo = f32x4.pmin(lo, value);
    hi = f32x4.pmax(hi, value);
    value = finite(v128.load(x, 16));
    lo1 = f32x4.pmin(lo1, value);
    hi1 = f32x4.pmax(hi1, value);
    value = finite(v128.load(x, 32));
    lo2 = f32x4.pmin(lo2, value);
    hi2 = f32x4.pmax(hi2, value);
    value = finite(v128.load(x, 48));
    lo3 = f32x4.pmin(lo3, value);
    hi3 = f32x4.pmax(hi3, value);
  }
  for (; x < end; x += 4) {
    const value = finite(v128.load_zero<f32>(x));
    lo = f32x4.pmin(lo, value);
    hi = f32x4.pmax(hi, value);
  }
  lo = f32x4.pmin(f32x4.pmin(lo, lo1), f32x4.pmin(lo2, lo3));
  hi = f32x4.pmax(f32x4.pmax(hi, hi1), f32x4.pmax(hi2, hi3));
  lo = f32x4.pmin(lo, v128.shuffle<i32>(lo, lo, 2, 3, 0, 1));
  lo = f32x4.pmin(lo, v128.shuffle<i32>(lo, lo, 1, 0, 3, 2));
  hi = f32x4.pmax(hi, v128.shuffle<i32>(hi, hi, 2, 3, 0, 1));
  hi = f32x4.pmax(hi, v128.shuffle<i32>(hi, hi, 1, 0, 3, 2));
  return v128.shuffle<i32>(lo, hi, 0, 4, 0, 4);
}

/** `y = clamp(round(x / s) + z)`; where `scans`, s and z from the range of each sample first. */
export function quantize(
  x: usize,
  y: Int8Buffer,
  elements: i32,
  samples: i32,
  scans: bool,
  scaleFloor: f64,
): void {
  for (let sample = 0; sample < samples; sample++) {
    const from = x + ((<usize>sample * <usize>elements) << 2);
    if (scans) {
      const range = finiteRange(from, elements);
      const at = <usize>sample * y.step;
      const lo = f32x4.extract_lane(range, 0);
      const hi = f32x4.extract_lane(range, 1);
      storeParameters(lo, hi, scaleFloor, y.scales + at, y.zeroPoints + at);
    }
    const to = y.data + <usize>sample * <usize>elements;
    quantizeSample(from, to, elements, scaleAt(y, sample), zeroPointAt(y, sample));
  }
}

/** `y = s * (x - z)`. */
export function dequantize(x: Int8Buffer, y: usize, elements: i32, samples: i32): void {
  let from = x.data;
  for (let sample = 0; sample < samples; sample++) {
    const scale = f32x4.splat(scaleAt(x, sample));
    const zeroPoint = zeroPointAt(x, sample);
    const zero = i16x8.splat(<i16>zeroPoint);
    const end = from + <usize>elements;
    for (; from + 8 <= end; from += 8, y += 32) {
      const steps = i16x8.sub(v128.load_ext<i8>(from), zero);
      const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(steps));
      const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(steps));
      v128.store(y, f32x4.mul(scale, low));
      v128.store(y, f32x4.mul(scale, high), 16);
    }
    for (; from < end; from++, y += 4) {
      store<f32>(y, f32x4.extract_lane(scale, 0) * <f32>(<i32>load<i8>(from) - zeroPoint));
    }
  }
}
