/** Two int8 operands with broadcasting: their sums (`add_int8.ts`), and their products, as `mul.ts`. */
import { requantize, roundingShift } from "./fixed_point";
import { Int8Buffer, scaleAt, zeroPointAt } from "./int8_buffer";
import { accumulatorUnit } from "./multiplier";
import { chunkOf, prepareSample, requantizeTo, UnitOutput } from "./unit_finish";

/** Two operands, their output, and the multipliers of an addition. */
@unmanaged
export class PairInt8Plan {
  a: Int8Buffer;
  b: Int8Buffer;
  y: UnitOutput;
  aSample: usize;
  bSample: usize;
  aIndex: usize;
  bIndex: usize;
  elements: i32;
  /** Real multipliers of 1/2 or less; the shift is 0 for 1/2 alone. */
  aMultiplier: i32;
  aShift: i32;
  bMultiplier: i32;
  bShift: i32;
}

/** Elements i to i + 7 of an operand, less its zero point, in int16. */
// @ts-ignore: decorator
@inline
function eight(operand: usize, index: usize, i: i32, zero: v128): v128 {
  if (index == 0) return i16x8.sub(v128.load_ext<i8>(operand + <usize>i), zero);
  const at = index + (<usize>i << 2);
  let codes = i8x16.splat(load<i8>(operand + load<usize>(at)));
  codes = v128.load_lane<i8>(operand + load<usize>(at, 4), codes, 1);
  codes = v128.load_lane<i8>(operand + load<usize>(at, 8), codes, 2);
  codes = v128.load_lane<i8>(operand + load<usize>(at, 12), codes, 3);
  codes = v128.load_lane<i8>(operand + load<usize>(at, 16), codes, 4);
  codes = v128.load_lane<i8>(operand + load<usize>(at, 20), codes, 5);
  codes = v128.load_lane<i8>(operand + load<usize>(at, 24), codes, 6);
  codes = v128.load_lane<i8>(operand + load<usize>(at, 28), codes, 7);
  return i16x8.sub(i16x8.extend_low_i8x16_s(codes), zero);
}

/** Element i of an operand, less its zero point. */
// @ts-ignore: decorator
@inline
function one(operand: usize, index: usize, i: i32, zeroPoint: i32): i32 {
  const element = index == 0 ? <usize>i : load<usize>(index + (<usize>i << 2));
  return <i32>load<i8>(operand + element) - zeroPoint;
}

/**
 * `D(x << 20, m)` for |x| <= 255 and a real multiplier of 1/2 or less. A shift of 0 is 1/2 itself. Else,
 * with `m = h * 2^11 + l`, the high multiply `floor((x * m + 2^10) / 2^11)` is
 * `x * h + floor((x * l + 2^10) / 2^11)`, each product within int32.
 */
// @ts-ignore: decorator
@inline
function scaled(x: v128, high: v128, low: v128, shift: i32): v128 {
  if (shift == 0) return i32x4.shl(x, 19);
  const rest = i32x4.shr_s(i32x4.add(i32x4.mul(x, low), i32x4.splat(1024)), 11);
  return roundingShift(i32x4.add(i32x4.mul(x, high), rest), -shift);
}

/** Accumulators `first` to `end` of a sum. */
export function sums(
  plan: PairInt8Plan,
  a: usize,
  b: usize,
  first: i32,
  end: i32,
  aZero: i32,
  bZero: i32,
): void {
  const aHigh = i32x4.splat(plan.aMultiplier >> 11);
  const aLow = i32x4.splat(plan.aMultiplier & 2047);
  const bHigh = i32x4.splat(plan.bMultiplier >> 11);
  const bLow = i32x4.splat(plan.bMultiplier & 2047);
  const aZero8 = i16x8.splat(<i16>aZero);
  const bZero8 = i16x8.splat(<i16>bZero);
  let to = plan.y.accumulators;
  let i = first;
  for (; i + 8 <= end; i += 8, to += 32) {
    const x = eight(a, plan.aIndex, i, aZero8);
    const z = eight(b, plan.bIndex, i, bZero8);
    v128.store(
      to,
      i32x4.add(
        scaled(i32x4.extend_low_i16x8_s(x), aHigh, aLow, plan.aShift),
        scaled(i32x4.extend_low_i16x8_s(z), bHigh, bLow, plan.bShift),
      ),
    );
    v128.store(
      to + 16,
      i32x4.add(
        scaled(i32x4.extend_high_i16x8_s(x), aHigh, aLow, plan.aShift),
        scaled(i32x4.extend_high_i16x8_s(z), bHigh, bLow, plan.bShift),
      ),
    );
  }
  for (; i < end; i++, to += 4) {
    const x = one(a, plan.aIndex, i, aZero) << 20;
    const z = one(b, plan.bIndex, i, bZero) << 20;
    const sum = requantize(x, plan.aMultiplier, plan.aShift) +
      requantize(z, plan.bMultiplier, plan.bShift);
    store<i32>(to, sum);
  }
}

/** Accumulators `first` to `end` of a product. */
function products(
  plan: PairInt8Plan,
  a: usize,
  b: usize,
  first: i32,
  end: i32,
  aZero: i32,
  bZero: i32,
): void {
  const aZero8 = i16x8.splat(<i16>aZero);
  const bZero8 = i16x8.splat(<i16>bZero);
  let to = plan.y.accumulators;
  let i = first;
  for (; i + 8 <= end; i += 8, to += 32) {
    const x = eight(a, plan.aIndex, i, aZero8);
    const z = eight(b, plan.bIndex, i, bZero8);
    v128.store(to, i32x4.extmul_low_i16x8_s(x, z));
    v128.store(to, i32x4.extmul_high_i16x8_s(x, z), 16);
  }
  for (; i < end; i++, to += 4) {
    store<i32>(to, one(a, plan.aIndex, i, aZero) * one(b, plan.bIndex, i, bZero));
  }
}

/** `acc = (a - z_a) * (b - z_b)`, then the finish of y. */
export function mulInt8(plan: PairInt8Plan, samples: i32): void {
  const y = plan.y;
  const elements = plan.elements;
  const step = chunkOf(y, elements);
  for (let sample = 0; sample < samples; sample++) {
    const unit = accumulatorUnit(scaleAt(plan.a, sample), scaleAt(plan.b, sample));
    const a = plan.a.data + <usize>sample * plan.aSample;
    const b = plan.b.data + <usize>sample * plan.bSample;
    const to = y.data + <usize>sample * <usize>elements;
    const aZero = zeroPointAt(plan.a, sample);
    const bZero = zeroPointAt(plan.b, sample);
    for (let first = 0; first < elements; first += step) {
      const end = min(first + step, elements);
      products(plan, a, b, first, end, aZero, bZero);
      if (first == 0) prepareSample(y, sample, unit, elements);
      requantizeTo(y, to + <usize>first, sample, end - first);
    }
  }
}
