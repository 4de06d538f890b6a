import { bounded, oddlyBounded, Plan, unbounded } from "./plan";
import { storeLanes } from "./store";

/**
 * The order of the operands of the quick minimum and maximum makes a -0 that is held at 0 become 0,
 * as `Math.max` has it.
 */
// @ts-ignore: decorator
@inline
function real(
  bounds: i32,
  accumulators: v128,
  units: v128,
  biases: v128,
  low: v128,
  high: v128,
): v128 {
  const scaled = f32x4.mul(f32x4.convert_i32x4_s(accumulators), units);
  const value = f32x4.add(scaled, biases);
  if (bounds == unbounded) return value;
  if (bounds == oddlyBounded) return f32x4.min(f32x4.max(value, low), high);
  return f32x4.pmin(f32x4.pmax(low, value), high);
}

/** `finishFloat32` for one kind of bounds, eight elements of each period at a time. */
// @ts-ignore: decorator
@inline
function finishIn(bounds: i32, plan: Plan, from: usize, count: i32, y: usize): void {
  const periodBytes = <usize>plan.period << 2;
  const low = f32x4.splat(<f32>plan.clampMin);
  const high = f32x4.splat(<f32>plan.clampMax);
  const end = y + (count << 2);
  const first = min(y + periodBytes, end);
  let unit = plan.units, bias = plan.bias;
  for (let column = y; column < first; column += 32) {
    const unit0 = v128.load(unit), unit1 = v128.load(unit, 16);
    const bias0 = v128.load(bias), bias1 = v128.load(bias, 16);
    let at = from;
    for (let to = column; to < end; to += periodBytes) {
      const y0 = real(bounds, v128.load(at), unit0, bias0, low, high);
      const y1 = real(bounds, v128.load(at, 16), unit1, bias1, low, high);
      if (to + 32 <= end) {
        v128.store(to, y0);
        v128.store(to, y1, 16);
      } else if (to + 16 <= end) {
        v128.store(to, y0);
        storeLanes(to + 16, y1, <i32>(end - to - 16) >> 2);
      } else storeLanes(to, y0, <i32>(end - to) >> 2);
      at += periodBytes;
    }
    unit += 32, bias += 32, from += 32;
  }
}

/** `y = clamp(acc * unit[c] + bias[c])` in float32 of `count` accumulators, the first of channel 0. */
export function finishFloat32(plan: Plan, from: usize, count: i32, y: usize): void {
  if (plan.bounds == unbounded) finishIn(unbounded, plan, from, count, y);
  else if (plan.bounds == bounded) finishIn(bounded, plan, from, count, y);
  else finishIn(oddlyBounded, plan, from, count, y);
}
