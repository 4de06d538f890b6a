/**
 * Requantization, `y = clamp(D(acc, m) + z)`, 16 accumulators at a time, exact for every int32.
 *
 * D is a saturating rounding doubling high multiply, `y0 = (acc * m + 2^30) >> 31`, and a rounding
 * right shift e. With `n = 2 m - 2^32`, which is an int32, the upper half of `acc * n + 2^31` is
 * `y0 - acc`: upper halves are taken by one shuffle. The shift has no vector form with a count for
 * each lane. Where all e of a block lie within seven of each other, it is a constant shift to 16
 * bits, then a multiplication by 2^(15 - k) that rounds half up; ties of negative values go down
 * because they lose 1 before. Other blocks multiply 32 bits a second time.
 *
 * The same block of each period is finished in one go, so that its constants stay in registers.
 */
import { Plan } from "./plan";
import { roundingMultiply } from "./fixed_point";
import { storeLastCodes } from "./store";
import { generalQuadBytes, modeAt, tableBlockBytes } from "./requantize_table";

/** 2^31, then 2^30, in both lanes of 64 bits: written out, V8 makes constants anew at each use. */
const halves = memory.data<u64>([0x80000000, 0x80000000, 0x40000000, 0x40000000]);

/** `(a * m + 2^30) >> 31` of four lanes, from `n = 2 m - 2^32`. */
// @ts-ignore: decorator
@inline
function highMultiply(a: v128, n: v128, half: v128): v128 {
  const low = i64x2.add(i64x2.extmul_low_i32x4_s(a, n), half);
  const high = i64x2.add(i64x2.extmul_high_i32x4_s(a, n), half);
  return i32x4.add(v128.shuffle<i32>(low, high, 1, 3, 5, 7), a);
}

/** y0 of four accumulators; less 1 where negative and shifted, where there is a shift. */
// @ts-ignore: decorator
@inline
function shiftedQuad(accumulators: v128, n: v128, shift: i32, half: v128): v128 {
  const y0 = highMultiply(accumulators, n, half);
  return shift ? i32x4.shr_s(i32x4.sub(y0, i32x4.shr_u(y0, 31)), shift) : y0;
}

/** Eight lanes of 16 bits times `2^(15 - k)`, rounded half up, plus the zero point. */
// @ts-ignore: decorator
@inline
function roundedEight(v: v128, factors: v128, shift: i32, zeroPoint: v128): v128 {
  const wide = shift ? v : i16x8.add_sat_s(v, i16x8.shr_s(v, 15));
  return i16x8.add_sat_s(roundingMultiply(wide, factors), zeroPoint);
}

/** One block of each period, where one constant shift serves all of its channels. */
// @ts-ignore: decorator
@inline
function requantizeShifted(
  shift: i32,
  table: usize,
  period: usize,
  from: usize,
  y: usize,
  end: usize,
  zeroPoint: i32,
  codeMin: i32,
  codeMax: i32,
): void {
  const half = v128.load(halves);
  const zero = i16x8.splat(<i16>zeroPoint);
  const lowest = i8x16.splat(<i8>codeMin);
  const highest = i8x16.splat(<i8>codeMax);
  const m0 = v128.load(table), m1 = v128.load(table, 16);
  const m2 = v128.load(table, 32), m3 = v128.load(table, 48);
  const f0 = v128.load(table, 64), f1 = v128.load(table, 80);
  for (; y < end; y += period, from += period << 2) {
    const q0 = shiftedQuad(v128.load(from), m0, shift, half);
    const q1 = shiftedQuad(v128.load(from, 16), m1, shift, half);
    const low = roundedEight(i16x8.narrow_i32x4_s(q0, q1), f0, shift, zero);
    const q2 = shiftedQuad(v128.load(from, 32), m2, shift, half);
    const q3 = shiftedQuad(v128.load(from, 48), m3, shift, half);
    const high = roundedEight(i16x8.narrow_i32x4_s(q2, q3), f1, shift, zero);
    const block = i8x16.narrow_i16x8_s(low, high);
    const codes = i8x16.min_s(i8x16.max_s(block, lowest), highest);
    if (y + 16 <= end) v128.store(y, codes);
    else storeLastCodes(y, codes, <i32>(end - y));
  }
}

/** `(a * b + 2^30) >> 31` of four lanes, in the order 0 2 1 3. */
// @ts-ignore: decorator
@inline
function blendedMultiply(a: v128, b: v128, half: v128): v128 {
  const low = i64x2.add(i64x2.extmul_low_i32x4_s(a, b), half);
  const high = i64x2.add(i64x2.extmul_high_i32x4_s(a, b), half);
  return v128.shuffle<i32>(i64x2.shr_u(low, 31), i64x2.add(high, high), 0, 5, 2, 7);
}

/** Four integers by two multiplications of 32 bits, plus the zero point, which wraps as int32. */
// @ts-ignore: decorator
@inline
function generalQuad(from: usize, table: usize, zero: v128, half: v128): v128 {
  const left = i32x4.mul(v128.load(from), v128.load(table));
  const y0 = blendedMultiply(left, v128.load(table, 16), half);
  // Lanes 0 2 1 3: the second multiplication puts them right again.
  const lowered = i32x4.add(y0, v128.and(i32x4.shr_s(y0, 31), v128.load(table, 32)));
  const rounded = blendedMultiply(lowered, v128.load(table, 48), half);
  const unshifted = v128.load(table, 64);
  return i32x4.add(v128.bitselect(inOrder32(y0), rounded, unshifted), zero);
}

/** Lanes 0 2 1 3 in order. */
// @ts-ignore: decorator
@inline
function inOrder32(v: v128): v128 {
  return v128.shuffle<i32>(v, v, 0, 2, 1, 3);
}

/** One block of each period, whatever its multipliers. */
function requantizeGeneral(
  table: usize,
  period: usize,
  from: usize,
  y: usize,
  end: usize,
  zeroPoint: i32,
  codeMin: i32,
  codeMax: i32,
): void {
  const half = v128.load(halves, 16);
  const zero = i32x4.splat(zeroPoint);
  const lowest = i8x16.splat(<i8>codeMin);
  const highest = i8x16.splat(<i8>codeMax);
  for (; y < end; y += period, from += period << 2) {
    const q0 = generalQuad(from, table, zero, half);
    const q1 = generalQuad(from + 16, table + generalQuadBytes, zero, half);
    const q2 = generalQuad(from + 32, table + 2 * generalQuadBytes, zero, half);
    const q3 = generalQuad(from + 48, table + 3 * generalQuadBytes, zero, half);
    const block = i8x16.narrow_i16x8_s(
      i16x8.narrow_i32x4_s(q0, q1),
      i16x8.narrow_i32x4_s(q2, q3),
    );
    const codes = i8x16.min_s(i8x16.max_s(block, lowest), highest);
    if (y + 16 <= end) v128.store(y, codes);
    else storeLastCodes(y, codes, <i32>(end - y));
  }
}

/**
 * Requantizes `count` accumulators, the first of channel 0, to y by the table of the plan. Reads up
 * to 60 bytes past the last accumulator.
 */
export function requantize(plan: Plan, from: usize, count: i32, y: usize, zeroPoint: i32): void {
  const period = <usize>plan.period;
  requantizeBy(plan.table, period, from, y, y + count, zeroPoint, plan.codeMin, plan.codeMax);
}

/** `requantize` of the accumulators at `from` to the codes from y to `end`, by a table of `period`. */
export function requantizeBy(
  table: usize,
  period: usize,
  from: usize,
  y: usize,
  end: usize,
  zeroPoint: i32,
  codeMin: i32,
  codeMax: i32,
): void {
  const first = min(y + period, end);
  for (; y < first; y += 16, from += 64, table += tableBlockBytes) {
    switch (load<i32>(table, modeAt)) {
      case 0:
        requantizeShifted(0, table, period, from, y, end, zeroPoint, codeMin, codeMax);
        break;
      case 2:
        requantizeShifted(2, table, period, from, y, end, zeroPoint, codeMin, codeMax);
        break;
      case 4:
        requantizeShifted(4, table, period, from, y, end, zeroPoint, codeMin, codeMax);
        break;
      case 6:
        requantizeShifted(6, table, period, from, y, end, zeroPoint, codeMin, codeMax);
        break;
      case 8:
        requantizeShifted(8, table, period, from, y, end, zeroPoint, codeMin, codeMax);
        break;
      case 10:
        requantizeShifted(10, table, period, from, y, end, zeroPoint, codeMin, codeMax);
        break;
      case 12:
        requantizeShifted(12, table, period, from, y, end, zeroPoint, codeMin, codeMax);
        break;
      default:
        requantizeGeneral(table, period, from, y, end, zeroPoint, codeMin, codeMax);
    }
  }
}
