/**
 * Int8 addition: see `reference/add.ts`. Samples without broadcast whose multipliers suit
 * `sum_int8.ts` go by doubled sums, others through accumulators and `unit_finish.ts`.
 */
import {
  addFixed,
  factors,
  finishStaged,
  halveStaged,
  offsetOf,
  shiftsInCommon,
  stageSums,
} from "./add_doubled";
import { scaleAt, zeroPointAt } from "./int8_buffer";
import { storeDerivedMultiplier } from "./multiplier";
import { PairInt8Plan, sums } from "./pair_int8";
import { fillUniform } from "./requantize_table";
import { fillFactors, sumShiftMax } from "./sum_int8";
import {
  chunkOf,
  deriveMultiplier,
  deriveOutput,
  holdAccumulators,
  prepareSample,
  requantizeTo,
} from "./unit_finish";

/** Writes such a multiplier of a sample; one that has vanished gets a shift of -1. */
function storeHalving(scale: f32, twice: f32, multiplier: usize, shift: usize): void {
  storeDerivedMultiplier(scale, twice, multiplier, shift);
  if (load<i32>(multiplier) == 0) store<i32>(shift, -1);
}

/** Writes the multipliers of both operands in a sample; the real size of one step of their sum. */
function storeHalvings(plan: PairInt8Plan, sample: i32): f32 {
  const aScale = scaleAt(plan.a, sample);
  const bScale = scaleAt(plan.b, sample);
  const twice: f32 = 2 * max<f32>(aScale, bScale);
  const at = changetype<usize>(plan);
  storeHalving(
    aScale,
    twice,
    at + offsetof<PairInt8Plan>("aMultiplier"),
    at + offsetof<PairInt8Plan>("aShift"),
  );
  storeHalving(
    bScale,
    twice,
    at + offsetof<PairInt8Plan>("bMultiplier"),
    at + offsetof<PairInt8Plan>("bShift"),
  );
  return twice / 1048576;
}

/** A sample by way of doubled sums, if it allows it; whether it did. */
function addDoubled(
  plan: PairInt8Plan,
  sample: i32,
  unit: f32,
  a: usize,
  b: usize,
  to: usize,
): bool {
  const y = plan.y;
  const elements = plan.elements;
  const swapped = plan.aShift != 0;
  const otherShift = swapped ? plan.aShift : plan.bShift;
  if (plan.aIndex | plan.bIndex || (swapped && plan.bShift != 0) || otherShift < -sumShiftMax) {
    return false;
  }
  const h = swapped ? b : a;
  const x = swapped ? a : b;
  const hZero = zeroPointAt(swapped ? plan.b : plan.a, sample);
  const xZero = zeroPointAt(swapped ? plan.a : plan.b, sample);
  if (y.kind != 2) {
    if (y.kind == 1) deriveMultiplier(y, sample, unit);
    if (!shiftsInCommon(y)) return false;
    fillFactors(factors, swapped ? plan.aMultiplier : plan.bMultiplier, otherShift);
    addFixed(y, h, x, to, elements, hZero, xZero, zeroPointAt(y, sample));
    return true;
  }
  if (elements < 8) return false;
  fillFactors(factors, swapped ? plan.aMultiplier : plan.bMultiplier, otherShift);
  stageSums(y, h, x, elements, xZero);
  const offset = offsetOf(hZero);
  y.least = (y.least + offset) >> 1;
  y.most = (y.most + offset) >> 1;
  deriveOutput(y, sample, unit);
  if (shiftsInCommon(y)) {
    finishStaged(y, to, elements, hZero, zeroPointAt(y, sample));
  } else {
    halveStaged(y, elements, offset);
    holdAccumulators(y, elements);
    fillUniform(y.table, y.multiplier, y.shift);
    requantizeTo(y, to, sample, elements);
  }
  return true;
}

/** `acc = D((a - z_a) << 20, m_a) + D((b - z_b) << 20, m_b)`, then the finish of y. */
export function addInt8(plan: PairInt8Plan, samples: i32): void {
  const y = plan.y;
  const elements = plan.elements;
  const step = chunkOf(y, elements);
  for (let sample = 0; sample < samples; sample++) {
    const unit = y.kind == 0 ? <f32>0 : storeHalvings(plan, sample);
    const a = plan.a.data + <usize>sample * plan.aSample;
    const b = plan.b.data + <usize>sample * plan.bSample;
    const to = y.data + <usize>sample * <usize>elements;
    if (addDoubled(plan, sample, unit, a, b, to)) continue;
    const aZero = zeroPointAt(plan.a, sample);
    const bZero = zeroPointAt(plan.b, sample);
    for (let first = 0; first < elements; first += step) {
      const end = min(first + step, elements);
      sums(plan, a, b, first, end, aZero, bZero);
      if (first == 0) prepareSample(y, sample, unit, elements);
      requantizeTo(y, to + <usize>first, sample, end - first);
    }
  }
}
