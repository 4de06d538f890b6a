/**
 * The loops of an int8 addition by doubled sums (`sum_int8.ts`): to codes at once, or staged for a
 * dynamic y. The upper half of a product with a doubled sum is y0 of `requantize.ts`.
 */
import { roundingMultiply } from "./fixed_point";
import { storeLastCodes } from "./store";
import { highSums, lowSums, smallPart, SumFactors } from "./sum_int8";
import { leastLane, mostLane, UnitOutput } from "./unit_finish";

/** A sum of 29 bits, shifted right by this much, fits 16. */
const common: i32 = 13;
/** The right shifts of an output multiplier that leave the second step 1 to 15 bits. */
const rightMin: i32 = common + 1;
const rightMax: i32 = common + 15;

/** The multiplier of x in the sample at hand. */
export const factors = changetype<SumFactors>(memory.data(offsetof<SumFactors>(), 16));

/** What doubled sums lack: `-z * 2^20`, z the zero point of the operand whose multiplier is 1/2. */
// @ts-ignore: decorator
@inline
export function offsetOf(z: i32): i32 {
  return -z * (1 << 20);
}

/** `y0 = (acc * m + 2^30) >> 31`, less 1 where negative, of doubled sums; then the first shift. */
// @ts-ignore: decorator
@inline
function shifted(doubled: v128, multiplier: v128, nudge: v128): v128 {
  const low = i64x2.add(i64x2.extmul_low_i32x4_s(doubled, multiplier), nudge);
  const high = i64x2.add(i64x2.extmul_high_i32x4_s(doubled, multiplier), nudge);
  const y0 = v128.shuffle<i32>(low, high, 1, 3, 5, 7);
  return i32x4.shr_s(i32x4.sub(y0, i32x4.shr_u(y0, 31)), common);
}

/** Eight codes of y in int16, from eight x and h. */
// @ts-ignore: decorator
@inline
function eightCodes(
  x: v128,
  h: v128,
  low: v128,
  middle: v128,
  high: v128,
  rounding: v128,
  pair: v128,
  multiplier: v128,
  nudge: v128,
  factor: v128,
  zero: v128,
): v128 {
  const small = smallPart(x, low, middle, rounding);
  const wide = i16x8.mul(x, high);
  const v0 = shifted(lowSums(wide, small, h, pair), multiplier, nudge);
  const v1 = shifted(highSums(wide, small, h, pair), multiplier, nudge);
  return i16x8.add_sat_s(roundingMultiply(i16x8.narrow_i32x4_s(v0, v1), factor), zero);
}

/** The first eight codes times 2^4, in int16. */
// @ts-ignore: decorator
@inline
function lowSixteenths(codes: v128): v128 {
  const wide = v128.shuffle<i8>(
    i8x16.splat(0), codes,
    0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23,
  );
  return i16x8.shr_s(wide, 4);
}

/** The last eight codes times 2^4, in int16. */
// @ts-ignore: decorator
@inline
function highSixteenths(codes: v128): v128 {
  const wide = v128.shuffle<i8>(
    i8x16.splat(0), codes,
    8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31,
  );
  return i16x8.shr_s(wide, 4);
}

/** Sums and codes in one go, for an output whose multiplier is known before. */
export function addFixed(
  y: UnitOutput,
  h: usize,
  x: usize,
  to: usize,
  elements: i32,
  hZero: i32,
  xZero: i32,
  zeroPoint: i32,
): void {
  const end = to + <usize>elements;
  const zero = i16x8.splat(<i16>zeroPoint);
  const xZeros = i16x8.splat(<i16>xZero);
  const low = i64x2.splat(factors.low);
  const middle = i64x2.splat(factors.middle);
  const high = i64x2.splat(factors.high);
  const rounding = i64x2.splat(factors.rounding);
  const pair = i64x2.splat(factors.pair);
  const multiplier = i32x4.splat(y.multiplier);
  const nudge = i64x2.splat((<i64>1 << 31) + <i64>offsetOf(hZero) * <i64>y.multiplier);
  const factor = i16x8.splat(<i16>(<i32>1 << (rightMax + y.shift)));
  const lowest = i8x16.splat(<i8>y.codeMin);
  const highest = i8x16.splat(<i8>y.codeMax);
  for (; to < end; to += 16, h += 16, x += 16) {
    const xs = v128.load(x);
    const hs = v128.load(h);
    const y0 = eightCodes(
      i16x8.sub(i16x8.extend_low_i8x16_s(xs), xZeros),
      lowSixteenths(hs),
      low,
      middle,
      high,
      rounding,
      pair,
      multiplier,
      nudge,
      factor,
      zero,
    );
    const y1 = eightCodes(
      i16x8.sub(i16x8.extend_high_i8x16_s(xs), xZeros),
      highSixteenths(hs),
      low,
      middle,
      high,
      rounding,
      pair,
      multiplier,
      nudge,
      factor,
      zero,
    );
    const codes = i8x16.min_s(i8x16.max_s(i8x16.narrow_i16x8_s(y0, y1), lowest), highest);
    if (to + 16 <= end) v128.store(to, codes);
    else storeLastCodes(to, codes, <i32>(end - to));
  }
}

/** Stages the doubled sums of 8 elements or more, and notes their extremes. */
export function stageSums(y: UnitOutput, h: usize, x: usize, elements: i32, xZero: i32): void {
  const xZeros = i16x8.splat(<i16>xZero);
  const low = i64x2.splat(factors.low);
  const middle = i64x2.splat(factors.middle);
  const high = i64x2.splat(factors.high);
  const rounding = i64x2.splat(factors.rounding);
  const pair = i64x2.splat(factors.pair);
  let least = i32x4.splat(i32.MAX_VALUE);
  let most = i32x4.splat(i32.MIN_VALUE);
  for (let i = 0; i < elements; i += 8) {
    // The last vector begins its width before the end.
    const at = <usize>min(i, elements - 8);
    const xs = i16x8.sub(v128.load_ext<i8>(x + at), xZeros);
    const hs = i16x8.shl(v128.load_ext<i8>(h + at), 4);
    const small = smallPart(xs, low, middle, rounding);
    const wide = i16x8.mul(xs, high);
    const s0 = lowSums(wide, small, hs, pair);
    const s1 = highSums(wide, small, hs, pair);
    const to = y.accumulators + (at << 2);
    v128.store(to, s0);
    v128.store(to, s1, 16);
    least = i32x4.min_s(i32x4.min_s(least, s0), s1);
    most = i32x4.max_s(i32x4.max_s(most, s0), s1);
  }
  y.least = leastLane(least);
  y.most = mostLane(most);
}

/** Codes of the doubled sums that are staged. */
export function finishStaged(y: UnitOutput, to: usize, elements: i32, hZero: i32, zeroPoint: i32): void {
  const end = to + <usize>elements;
  const zero = i16x8.splat(<i16>zeroPoint);
  const multiplier = i32x4.splat(y.multiplier);
  const nudge = i64x2.splat((<i64>1 << 31) + <i64>offsetOf(hZero) * <i64>y.multiplier);
  const factor = i16x8.splat(<i16>(<i32>1 << (rightMax + y.shift)));
  const lowest = i8x16.splat(<i8>y.codeMin);
  const highest = i8x16.splat(<i8>y.codeMax);
  for (let from = y.accumulators; to < end; to += 16, from += 64) {
    const v0 = shifted(v128.load(from), multiplier, nudge);
    const v1 = shifted(v128.load(from, 16), multiplier, nudge);
    const y0 = roundingMultiply(i16x8.narrow_i32x4_s(v0, v1), factor);
    const v2 = shifted(v128.load(from, 32), multiplier, nudge);
    const v3 = shifted(v128.load(from, 48), multiplier, nudge);
    const y1 = roundingMultiply(i16x8.narrow_i32x4_s(v2, v3), factor);
    const block = i8x16.narrow_i16x8_s(i16x8.add_sat_s(y0, zero), i16x8.add_sat_s(y1, zero));
    const codes = i8x16.min_s(i8x16.max_s(block, lowest), highest);
    if (to + 16 <= end) v128.store(to, codes);
    else storeLastCodes(to, codes, <i32>(end - to));
  }
}

/** Makes sums of the doubled sums that are staged. */
export function halveStaged(y: UnitOutput, elements: i32, offset: i32): void {
  const end = y.accumulators + (<usize>elements << 2);
  for (let at = y.accumulators; at < end; at += 4) store<i32>(at, (load<i32>(at) + offset) >> 1);
}

/** Whether the output multiplier of y has a shift that one constant shift can begin. */
// @ts-ignore: decorator
@inline
export function shiftsInCommon(y: UnitOutput): bool {
  return y.shift <= -rightMin && y.shift >= -rightMax;
}
