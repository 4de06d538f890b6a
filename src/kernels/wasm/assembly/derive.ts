/**
 * What a sample derives, four elements of a period at a time, as `kernels/common/derivation.ts` has
 * it: every step rounds to float32 where that calls `Math.fround`.
 */
import { multiplierMax } from "./multiplier";
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
  const end = <usize>plan.period << 2;
  for (let at: usize = 0; at < end; at += 4) {
    const bias = load<i32>(plan.bias + at);
    store<i32>(plan.start + at, bias - zero * load<i32>(plan.weightSums + at));
  }
  fillTable(plan);
}

/**
 * Float32 to int32, ties away from zero, saturated; NaN gives 0. The largest float32 below 1/2, with
 * the sign of the number, carries ties and nothing below them.
 */
// @ts-ignore: decorator
@inline
function rounded(steps: v128): v128 {
  const half = v128.or(
    v128.and(steps, i32x4.splat(i32.MIN_VALUE)),
    f32x4.splat(reinterpret<f32>(0x3effffff)),
  );
  return i32x4.trunc_sat_f32x4_s(f32x4.add(steps, half));
}

/** A real bound of accumulators, `round(real / unit)`: the quotient of float64, as a bound may be. */
function bound(real: f64, unit: v128): v128 {
  if (real == 0) return i32x4.splat(0);
  const reals = f64x2.splat(real);
  const low = f64x2.div(reals, f64x2.promote_low_f32x4(unit));
  const high = f64x2.div(reals, f64x2.promote_low_f32x4(v128.shuffle<i64>(unit, unit, 1, 0)));
  return rounded(
    v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2),
  );
}

/** Writes the multipliers `units / outputScale`, held below 2^30: 2^-32 and up are not 0. */
export function storeMultipliers(plan: Plan, outputScale: f32): void {
  const scale = f32x4.splat(outputScale);
  const end = <usize>plan.period << 2;
  const units = plan.units, multipliers = plan.multipliers, shifts = plan.shifts;
  for (let at: usize = 0; at < end; at += 16) {
    const ratio = f32x4.div(v128.load(units + at), scale);
    const bits = f32x4.pmin(ratio, f32x4.splat(multiplierMax));
    const fraction = v128.and(bits, i32x4.splat(0x7fffff));
    const multiplier = i32x4.shl(v128.or(fraction, i32x4.splat(0x800000)), 7);
    const shift = i32x4.sub(i32x4.shr_u(bits, 23), i32x4.splat(126));
    const tiny = i32x4.lt_s(shift, i32x4.splat(-31));
    v128.store(multipliers + at, v128.andnot(multiplier, tiny));
    v128.store(shifts + at, v128.andnot(shift, tiny));
  }
}

/** Units, what accumulators begin with, and what the finish of the output needs. */
export function deriveSample(plan: Plan, sample: i32): void {
  const zero = i32x4.splat(packedZero(plan, sample));
  const scale = f32x4.splat(scaleOf(plan, sample));
  const kind = plan.kind;
  const bias = plan.bias;
  const scales = plan.weightScales, sums = plan.weightSums, units = plan.units, start = plan.start;
  const end = <usize>plan.period << 2;
  const biasMax = i32x4.splat(1 << 30), biasMin = i32x4.splat(-(1 << 30));
  for (let at: usize = 0; at < end; at += 16) {
    const product = f32x4.mul(scale, v128.load(scales + at));
    const unit = f32x4.pmin(product, f32x4.splat(f32.MAX_VALUE));
    v128.store(units + at, unit);
    let from = i32x4.neg(i32x4.mul(zero, v128.load(sums + at)));
    if (kind != outputFloat32) {
      const steps = rounded(f32x4.div(v128.load(bias + at), unit));
      from = i32x4.add(from, i32x4.min_s(i32x4.max_s(steps, biasMin), biasMax));
    }
    v128.store(start + at, from);
    if (kind == outputDynamic) {
      if (plan.bounds) {
        v128.store(plan.lows + at, bound(plan.clampMin, unit));
        v128.store(plan.highs + at, bound(plan.clampMax, unit));
      }
      v128.store(plan.mins + at, i32x4.splat(i32.MAX_VALUE));
      v128.store(plan.maxs + at, i32x4.splat(i32.MIN_VALUE));
    }
  }
  if (kind == outputDerived) {
    storeMultipliers(plan, plan.yScale);
    fillTable(plan);
  }
}
