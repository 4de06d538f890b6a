/**
 * Fixed-point multipliers and what a sample derives, as `affine` and `kernels/common/derivation.ts`
 * define them: every step rounds to float32 where they call `Math.fround`.
 */
/** The largest float32 below 2^30. */
export const multiplierMax: f32 = <f32> ((1 << 30) - (1 << 6));

/** The nearest integer, ties away from zero. */
function roundHalfAway(x: f64): f64 {
  const truncated = trunc(x);
  const fraction = x - truncated;
  return fraction >= 0.5 ? truncated + 1 : fraction <= -0.5 ? truncated - 1 : truncated;
}

/** The real size of one accumulator step, finite. */
export function accumulatorUnit(scale: f32, otherScale: f32): f32 {
  return min(scale * otherScale, f32.MAX_VALUE);
}

/** Writes `value` in [0, 2^30) as `multiplier * 2^(shift - 31)`, multiplier in [2^30, 2^31) or 0. */
export function storeFixedPoint(value: f64, multiplier: usize, shift: usize): void {
  const bits = reinterpret<u64>(value);
  // value = mantissa * 2^(exponent - 53), mantissa in [2^52, 2^53).
  let exponent = <i32> (bits >> 52) - 1022;
  if (exponent < -32) {
    store<i32>(multiplier, 0);
    store<i32>(shift, 0);
    return;
  }
  const mantissa = (bits & 0xfffffffffffff) | 0x10000000000000;
  let rounded = (mantissa + 0x200000) >> 22;
  if (rounded == 0x80000000) {
    rounded = 0x40000000;
    exponent++;
  }
  const tiny = exponent < -31;
  store<i32>(multiplier, tiny ? 0 : <i32> rounded);
  store<i32>(shift, tiny ? 0 : exponent);
}

/** Writes the multiplier `unit / outputScale`, held below 2^30. */
export function storeDerivedMultiplier(
  unit: f32,
  outputScale: f32,
  multiplier: usize,
  shift: usize,
): void {
  storeFixedPoint(<f64> min(unit / outputScale, multiplierMax), multiplier, shift);
}

/**
 * Writes scale and zero point of the range of a sample, widened to include 0 and held to half of the
 * largest float32: `scale = (hi - lo) / 255`, `zeroPoint = round(-128 - lo / scale)`.
 */
export function storeParameters(
  lowest: f32,
  highest: f32,
  scaleFloor: f64,
  scale: usize,
  zeroPoint: usize,
): void {
  const limit = f32.MAX_VALUE / 2;
  const lo = max(min(lowest, <f32> 0), -limit);
  const hi = min(max(highest, <f32> 0), limit);
  const width = hi - lo;
  if (width == 0 && scaleFloor <= 1) {
    store<f32>(scale, 1);
    store<i32>(zeroPoint, 0);
    return;
  }
  // 2^-126, the smallest normal float32.
  const size = max(max(width / 255, <f32> scaleFloor), reinterpret<f32>(0x00800000));
  store<f32>(scale, size);
  const zero = roundHalfAway(<f64> (<f32> -128 - lo / size));
  store<i32>(zeroPoint, <i32> min(max(zero, -128), 127));
}
