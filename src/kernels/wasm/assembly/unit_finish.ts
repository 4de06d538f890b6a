/** Turns accumulators that all have one unit into int8: add, mul, mean. */
import { requantize } from "./fixed_point";
import { Int8Buffer, scaleAt, zeroPointAt } from "./int8_buffer";
import { storeDerivedMultiplier, storeParameters } from "./multiplier";
import { requantizeBy } from "./requantize";
import { fillUniform } from "./requantize_table";

/** The output of such an op; see `reference/unit_finish.ts` for its kinds. */
@unmanaged
export class UnitOutput extends Int8Buffer {
  /** 0: the multiplier is fixed. 1: derived for each sample. 2: y is dynamic. */
  kind: i32;
  multiplier: i32;
  shift: i32;
  /** Code bounds; where y is dynamic, what the bounds of accumulators become in this sample. */
  codeMin: i32;
  codeMax: i32;
  /** Accumulators of one sample, or of a part of it. */
  accumulators: usize;
  /** One block of constants of `requantize`. */
  table: usize;
  /** The least and the greatest accumulator of a dynamic sample. */
  least: i32;
  most: i32;
  clampMin: f64;
  clampMax: f64;
  scaleFloor: f64;
}

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
  if (y.kind == 2) scan(y, sample, unit, elements);
  else if (y.kind == 1) deriveMultiplier(y, sample, unit);
  else if (sample > 0) return;
  fillUniform(y.table, y.multiplier, y.shift);
}

/** The multiplier of a sample whose output has its scale. */
export function deriveMultiplier(y: UnitOutput, sample: i32, unit: f32): void {
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

/**
 * The parameters, the multiplier and the code bounds of a dynamic sample whose extremes are known,
 * which it holds to the bounds. Without a left shift, which may wrap, no step from an accumulator to
 * its code goes down where the accumulator goes up: then codes are held in place of accumulators.
 */
export function deriveOutput(y: UnitOutput, sample: i32, unit: f32): void {
  const lowest = boundOf(y.clampMin, unit);
  const highest = boundOf(y.clampMax, unit);
  const lo = min(max(y.least, lowest), highest);
  const hi = min(max(y.most, lowest), highest);
  const at = <usize>sample * y.step;
  storeParameters(unit * <f32>lo, unit * <f32>hi, y.scaleFloor, y.scales + at, y.zeroPoints + at);
  deriveMultiplier(y, sample, unit);
  y.least = lo;
  y.most = hi;
  y.codeMin = codeOf(y, sample, lo);
  y.codeMax = codeOf(y, sample, hi);
}

/** Holds the accumulators of a sample to its extremes, where its multiplier shifts left. */
export function holdAccumulators(y: UnitOutput, elements: i32): void {
  if (y.shift <= 0) return;
  const end = y.accumulators + (<usize>elements << 2);
  for (let at = y.accumulators; at < end; at += 4) {
    store<i32>(at, min(max(load<i32>(at), y.least), y.most));
  }
}

/** The code of one accumulator. */
function codeOf(y: UnitOutput, sample: i32, accumulator: i32): i32 {
  const code = requantize(accumulator, y.multiplier, y.shift) + zeroPointAt(y, sample);
  return min(max(code, -128), 127);
}

function scan(y: UnitOutput, sample: i32, unit: f32, elements: i32): void {
  let at = y.accumulators;
  const end = at + (<usize>elements << 2);
  let least4 = i32x4.splat(i32.MAX_VALUE);
  let most4 = i32x4.splat(i32.MIN_VALUE);
  for (; at + 16 <= end; at += 16) {
    const acc = v128.load(at);
    least4 = i32x4.min_s(least4, acc);
    most4 = i32x4.max_s(most4, acc);
  }
  let least = leastLane(least4);
  let most = mostLane(most4);
  for (; at < end; at += 4) {
    const acc = load<i32>(at);
    least = min(least, acc);
    most = max(most, acc);
  }
  y.least = least;
  y.most = most;
  deriveOutput(y, sample, unit);
  holdAccumulators(y, elements);
}

/** The least of four lanes. */
export function leastLane(v: v128): i32 {
  const two = i32x4.min_s(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return min(i32x4.extract_lane(two, 0), i32x4.extract_lane(two, 1));
}

/** The greatest of four lanes. */
export function mostLane(v: v128): i32 {
  const two = i32x4.max_s(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return max(i32x4.extract_lane(two, 0), i32x4.extract_lane(two, 1));
}

/** `y = clamp(D(acc, m) + z_out)` for `count` accumulators, written from byte `to` on. */
export function requantizeTo(y: UnitOutput, to: usize, sample: i32, count: i32): void {
  const zeroPoint = zeroPointAt(y, sample);
  const end = to + <usize>count;
  requantizeBy(y.table, 16, y.accumulators, to, end, zeroPoint, y.codeMin, y.codeMax);
}
