import { storeMultipliers } from "./derive";
import { storeParameters } from "./multiplier";
import { Plan } from "./plan";
import { requantize } from "./requantize";
import { fillTable } from "./requantize_table";

/** Holds `v` to the bounds, where there are any. */
// @ts-ignore: decorator
@inline
function held(bounded: bool, v: v128, low: v128, high: v128): v128 {
  return bounded ? i32x4.min_s(i32x4.max_s(v, low), high) : v;
}

/** `scan` with or without bounds, eight elements of each period at a time, then one by one. */
// @ts-ignore: decorator
@inline
function scanIn(bounded: bool, plan: Plan, from: usize, count: i32): void {
  const periodBytes = <usize>plan.period << 2;
  const end = from + (count << 2);
  const first = min(from + periodBytes, end);
  let low = plan.lows, high = plan.highs, least = plan.mins, most = plan.maxs;
  for (let column = from; column < first; column += 32) {
    const low0 = v128.load(low), low1 = v128.load(low, 16);
    const high0 = v128.load(high), high1 = v128.load(high, 16);
    let min0 = v128.load(least), min1 = v128.load(least, 16);
    let max0 = v128.load(most), max1 = v128.load(most, 16);
    let at = column;
    for (; at + 32 <= end; at += periodBytes) {
      const v0 = held(bounded, v128.load(at), low0, high0);
      const v1 = held(bounded, v128.load(at, 16), low1, high1);
      min0 = i32x4.min_s(min0, v0), max0 = i32x4.max_s(max0, v0);
      min1 = i32x4.min_s(min1, v1), max1 = i32x4.max_s(max1, v1);
      if (bounded) {
        v128.store(at, v0);
        v128.store(at, v1, 16);
      }
    }
    v128.store(least, min0), v128.store(least, min1, 16);
    v128.store(most, max0), v128.store(most, max1, 16);
    for (let i: usize = 0; at + i < end; i += 4) {
      let v = load<i32>(at + i);
      if (bounded) v = min(max(v, load<i32>(low + i)), load<i32>(high + i));
      store<i32>(least + i, min(load<i32>(least + i), v));
      store<i32>(most + i, max(load<i32>(most + i), v));
      store<i32>(at + i, v);
    }
    low += 32, high += 32, least += 32, most += 32;
  }
}

/**
 * Whether the bounds are those of ReLU. No step from an accumulator to its code goes down where the
 * accumulator goes up, and 0 becomes the zero point in every channel: codes are held in its place.
 */
// @ts-ignore: decorator
@inline
function rectifies(plan: Plan): bool {
  return plan.clampMin == 0 && plan.clampMax == Infinity;
}

/**
 * Notes the extremes of `count` accumulators, the first of channel 0; holds them to their bounds but
 * for those of ReLU, which `finishDynamic` takes care of.
 */
export function scan(plan: Plan, from: usize, count: i32): void {
  if (plan.bounds && !rectifies(plan)) scanIn(true, plan, from, count);
  else scanIn(false, plan, from, count);
}

/** Whether a multiplier shifts left, where large accumulators wrap. */
function shiftsLeft(plan: Plan): bool {
  const end = <usize>plan.period << 2;
  let most = i32x4.splat(0);
  for (let at: usize = 0; at < end; at += 16) {
    most = i32x4.max_s(most, v128.load(plan.shifts + at));
  }
  return v128.any_true(most);
}

/**
 * After the last scan of a sample: its range, its parameters, and its codes from all of its
 * accumulators. An element of the period that no accumulator had changes nothing.
 */
export function finishDynamic(plan: Plan, sample: i32, from: usize): void {
  const count = plan.positions * plan.channels;
  const units = plan.units, mins = plan.mins, maxs = plan.maxs;
  const end = <usize>plan.period << 2;
  let lows = f32x4.splat(0), highs = lows;
  for (let at: usize = 0; at < end; at += 16) {
    const unit = v128.load(units + at);
    lows = f32x4.pmin(lows, f32x4.mul(unit, f32x4.convert_i32x4_s(v128.load(mins + at))));
    highs = f32x4.pmax(highs, f32x4.mul(unit, f32x4.convert_i32x4_s(v128.load(maxs + at))));
  }
  const rectified = rectifies(plan);
  const scale = plan.yScales + (sample << 2);
  const zeroPoint = plan.yZeroPoints + (sample << 2);
  const lo: f32 = rectified ? 0 : leastLane(lows);
  const hi = -leastLane(f32x4.neg(highs));
  storeParameters(lo, hi, plan.scaleFloor, scale, zeroPoint);
  storeMultipliers(plan, load<f32>(scale));
  fillTable(plan);
  const zero = load<i32>(zeroPoint);
  if (rectified) {
    plan.codeMin = zero;
    if (shiftsLeft(plan)) scanIn(true, plan, from, count);
  }
  requantize(plan, from, count, plan.y + sample * count, zero);
}

/** The least of four lanes. */
function leastLane(v: v128): f32 {
  const two = f32x4.pmin(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return min(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1));
}
