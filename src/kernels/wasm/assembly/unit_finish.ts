/** Turns accumulators that all have one unit into int8: add, mul, mean. */
import { highMultiply, requantize, roundingShift } from "./fixed_point";
import { Int8Buffer, scaleAt, zeroPointAt } from "./int8_buffer";
import { storeDerivedMultiplier, storeParameters } from "./multiplier";

/** The output of such an op; see `reference/unit_finish.ts` for its kinds. */
@unmanaged
export class UnitOutput extends Int8Buffer {
  /** 0: the multiplier is fixed. 1: derived for each sample. 2: y is dynamic. */
  kind: i32;
  multiplier: i32;
  shift: i32;
  codeMin: i32;
  codeMax: i32;
  /** Accumulators of one sample, or of a part of it. */
  accumulators: usize;
  /** Whether no accumulator is larger than 2^30. */
  quick: i32;
  clampMin: f64;
  clampMax: f64;
  scaleFloor: f64;
}

/** Up to this size accumulators leave room for the rounding of their shift. */
const quickest: i32 = 1 << 30;

/** Accumulators that are made before they are requantized. */
export const chunk: i32 = 1024;

/** How many accumulators of a sample of `elements` to make at once: all where y is dynamic. */
// @ts-ignore: decorator
@inline
export function chunkOf(y: UnitOutput, elements: i32): i32 {
  return y.kind == 2 ? max(elements, 1) : chunk;
}

/** Prepares the multiplier of a sample, after a scan of its `elements` accumulators where y is dynamic. */
export function prepareSample(y: UnitOutput, sample: i32, unit: f32, elements: i32): void {
  if (y.kind == 0) return;
  if (y.kind == 2) scan(y, sample, unit, elements);
  const at = changetype<usize>(y);
  storeDerivedMultiplier(
    unit,
    scaleAt(y, sample),
    at + offsetof<UnitOutput>("multiplier"),
    at + offsetof<UnitOutput>("shift"),
  );
}

/** A real clamp bound in accumulator steps, held to int32; 0 where both are 0. */
function boundOf(real: f64, unit: f32): i32 {
  const steps = <f64>(<f32>(real / <f64>unit));
  if (steps != steps) return 0;
  const rounded = copysign(floor(abs(steps) + 0.5), steps); // exact: steps has 24 bits
  return <i32>min<f64>(max<f64>(rounded, i32.MIN_VALUE), i32.MAX_VALUE);
}

function scan(y: UnitOutput, sample: i32, unit: f32, elements: i32): void {
  const lowest = boundOf(y.clampMin, unit);
  const highest = boundOf(y.clampMax, unit);
  const lo4 = i32x4.splat(lowest);
  const hi4 = i32x4.splat(highest);
  let at = y.accumulators;
  const end = at + (<usize>elements << 2);
  let least4 = i32x4.splat(i32.MAX_VALUE);
  let most4 = i32x4.splat(i32.MIN_VALUE);
  for (; at + 16 <= end; at += 16) {
    const acc = i32x4.min_s(i32x4.max_s(v128.load(at), lo4), hi4);
    v128.store(at, acc);
    least4 = i32x4.min_s(least4, acc);
    most4 = i32x4.max_s(most4, acc);
  }
  least4 = i32x4.min_s(least4, v128.shuffle<i32>(least4, least4, 2, 3, 0, 1));
  most4 = i32x4.max_s(most4, v128.shuffle<i32>(most4, most4, 2, 3, 0, 1));
  let least = min(i32x4.extract_lane(least4, 0), i32x4.extract_lane(least4, 1));
  let most = max(i32x4.extract_lane(most4, 0), i32x4.extract_lane(most4, 1));
  for (; at < end; at += 4) {
    const acc = min(max(load<i32>(at), lowest), highest);
    store<i32>(at, acc);
    least = min(least, acc);
    most = max(most, acc);
  }
  y.quick = i32(least >= -quickest && most <= quickest);
  const parameters = <usize>sample * y.step;
  storeParameters(
    unit * <f32>least,
    unit * <f32>most,
    y.scaleFloor,
    y.scales + parameters,
    y.zeroPoints + parameters,
  );
}

// @ts-ignore: decorator
@inline
function quick4(at: usize, multiplier: v128, shift: i32): v128 {
  const high = highMultiply(v128.load(at), multiplier);
  return shift == 0 ? high : roundingShift(high, -shift);
}

/**
 * Eight at a time: for accumulators up to 2^30 and a shift of 0 or less, no step leaves int32, so that
 * narrowing saturates where the reference clamps. Returns how many it made.
 */
function requantizeQuick(y: UnitOutput, to: usize, zeroPoint: i32, count: i32): i32 {
  const zero = i16x8.splat(<i16>zeroPoint);
  const multiplier = i32x4.splat(y.multiplier);
  const shift = y.shift;
  const lo = i8x16.splat(<i8>y.codeMin);
  const hi = i8x16.splat(<i8>y.codeMax);
  let at = y.accumulators;
  let made = 0;
  for (; made + 8 <= count; made += 8, at += 32) {
    const a = quick4(at, multiplier, shift);
    const b = quick4(at + 16, multiplier, shift);
    const steps = i16x8.add_sat_s(i16x8.narrow_i32x4_s(a, b), zero);
    const codes = i8x16.narrow_i16x8_s(steps, steps);
    v128.store_lane<i64>(to + <usize>made, i8x16.min_s(i8x16.max_s(codes, lo), hi), 0);
  }
  return made;
}

/** `y = clamp(D(acc, m) + z_out)` for `count` accumulators, written from byte `to` on. */
export function requantizeTo(y: UnitOutput, to: usize, sample: i32, count: i32): void {
  const zeroPoint = zeroPointAt(y, sample);
  let i = y.quick && y.shift <= 0 ? requantizeQuick(y, to, zeroPoint, count) : 0;
  for (; i < count; i++) {
    const acc = load<i32>(y.accumulators + (<usize>i << 2));
    const code = requantize(acc, y.multiplier, y.shift) + zeroPoint;
    store<i8>(to + <usize>i, <i8>min(max(code, y.codeMin), y.codeMax));
  }
}
