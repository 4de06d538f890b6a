/** Float32 addition and multiplication with broadcasting. */
import { PairPlan } from "./pair_plan";

/** Elements i to i + 3 of an operand, by index where it has one. */
// @ts-ignore: decorator
@inline
function four(operand: usize, index: usize, i: i32): v128 {
  if (index == 0) return v128.load(operand + (<usize>i << 2));
  const at = index + (<usize>i << 2);
  let value = v128.load_zero<f32>(operand + (load<usize>(at) << 2));
  value = v128.load_lane<f32>(operand + (load<usize>(at, 4) << 2), value, 1);
  value = v128.load_lane<f32>(operand + (load<usize>(at, 8) << 2), value, 2);
  return v128.load_lane<f32>(operand + (load<usize>(at, 12) << 2), value, 3);
}

/** Element i of an operand. */
// @ts-ignore: decorator
@inline
function one(operand: usize, index: usize, i: i32): f32 {
  const element = index == 0 ? <usize>i : load<usize>(index + (<usize>i << 2));
  return load<f32>(operand + (element << 2));
}

/** `y = clamp(a + b)` for the first `samples` samples. */
export function addFloat32(plan: PairPlan, samples: i32, lowest: f32, highest: f32): void {
  const elements = plan.elements;
  const lo = f32x4.splat(lowest);
  const hi = f32x4.splat(highest);
  let a = plan.a;
  let b = plan.b;
  let y = plan.y;
  for (let sample = 0; sample < samples; sample++) {
    let i = 0;
    for (; i + 4 <= elements; i += 4) {
      const sum = f32x4.add(four(a, plan.aIndex, i), four(b, plan.bIndex, i));
      v128.store(y + (<usize>i << 2), f32x4.min(f32x4.max(sum, lo), hi));
    }
    for (; i < elements; i++) {
      const sum = one(a, plan.aIndex, i) + one(b, plan.bIndex, i);
      store<f32>(y + (<usize>i << 2), min<f32>(max<f32>(sum, lowest), highest));
    }
    a += plan.aSample;
    b += plan.bSample;
    y += <usize>elements << 2;
  }
}

/** `y = clamp(a * b)` for the first `samples` samples. */
export function mulFloat32(plan: PairPlan, samples: i32, lowest: f32, highest: f32): void {
  const elements = plan.elements;
  const lo = f32x4.splat(lowest);
  const hi = f32x4.splat(highest);
  let a = plan.a;
  let b = plan.b;
  let y = plan.y;
  for (let sample = 0; sample < samples; sample++) {
    let i = 0;
    for (; i + 4 <= elements; i += 4) {
      const product = f32x4.mul(four(a, plan.aIndex, i), four(b, plan.bIndex, i));
      v128.store(y + (<usize>i << 2), f32x4.min(f32x4.max(product, lo), hi));
    }
    for (; i < elements; i++) {
      const product = one(a, plan.aIndex, i) * one(b, plan.bIndex, i);
      store<f32>(y + (<usize>i << 2), min<f32>(max<f32>(product, lowest), highest));
    }
    a += plan.aSample;
    b += plan.bSample;
    y += <usize>elements << 2;
  }
}
