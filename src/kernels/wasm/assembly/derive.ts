import { prepareFloat32 } from "./finish_float32";
import { prepareScan } from "./finish_dynamic";
import { accumulatorUnit, biasCode, storeDerivedMultiplier } from "./multiplier";
import {
  outputDerived,
  outputDynamic,
  outputFloat32,
  outputStatic,
  packedZero,
  Plan,
  scaleOf,
} from "./plan";
import { fillTable } from "./requantize_table";

/**
 * What accumulators begin with, for a static output: the bias, less what the zero point of packed
 * operands adds. Called once, when the op is bound.
 */
export function prepareStatic(plan: Plan): void {
  if (plan.kind != outputStatic) return;
  const zero = packedZero(plan, 0);
  for (let c = 0; c < plan.channels; c++) {
    const at = c << 2;
    const bias = plan.bias ? load<i32>(plan.bias + at) : 0;
    store<i32>(plan.start + at, bias - zero * load<i32>(plan.weightSums + at));
  }
  fillTable(plan);
}

/** The same for a sample of the other outputs, and the tables that its finish needs. */
export function deriveSample(plan: Plan, sample: i32): void {
  const zero = packedZero(plan, sample);
  const scale = scaleOf(plan, sample);
  const derived = plan.kind == outputDerived;
  for (let c = 0; c < plan.channels; c++) {
    const at = c << 2;
    const unit = accumulatorUnit(scale, load<f32>(plan.weightScales + at));
    store<f32>(plan.units + at, unit);
    let start = -zero * load<i32>(plan.weightSums + at);
    if (plan.bias && plan.kind != outputFloat32) {
      start += biasCode(load<f32>(plan.bias + at), unit);
    }
    if (derived) {
      storeDerivedMultiplier(unit, plan.yScale, plan.multipliers + at, plan.shifts + at);
    }
    store<i32>(plan.start + at, start);
  }
  if (derived) fillTable(plan);
  else if (plan.kind == outputDynamic) prepareScan(plan);
  else prepareFloat32(plan);
}
