/** The constants of `requantize`, by element of a period, in blocks of 16. */
import { Plan } from "./plan";

/**
 * The mode of a block: the constant shift, 0 to 12 and even, that leaves each e between 1 and 7 more,
 * or this, where they lie too far apart or an e is not positive.
 */
export const modeGeneral: i32 = -1;
/**
 * Bytes of a block: sixteen 2 m - 2^32 as int32 and sixteen 2^(15 - k) as int16, or four general
 * quads.
 */
export const tableBlockBytes: i32 = 336;
/** Where in a block its mode is. */
export const modeAt: usize = 320;
/** Bytes of the constants of four elements in the general mode. */
export const generalQuadBytes: i32 = 80;

/** Lane i of a block of 16 in the order 0 2 1 3 of each four. */
// @ts-ignore: decorator
@inline
function blended(i: i32): i32 {
  return (i & ~3) | ((i & 1) << 1) | ((i >> 1) & 1);
}

/** 2^(15 - k) of four elements as int32, 0 where their multiplier is 0. */
// @ts-ignore: decorator
@inline
function roundingFactors(multipliers: usize, shifts: usize, shift: i32): v128 {
  // As a float32 whose exponent is 15 - k.
  const exponents = i32x4.add(v128.load(shifts), i32x4.splat(127 + 15 + shift));
  const factors = i32x4.trunc_sat_f32x4_s(i32x4.shl(exponents, 23));
  return v128.andnot(factors, i32x4.eq(v128.load(multipliers), i32x4.splat(0)));
}

/**
 * Writes the table of the multipliers of a plan, of each element of a period, block by block. A
 * multiplier of 0 goes with any shift.
 */
export function fillTable(plan: Plan): void {
  const shifts = plan.shifts;
  const end = shifts + (plan.period << 2);
  let multiplier = plan.multipliers;
  let block = plan.table;
  for (let at = shifts; at < end; at += 64, multiplier += 64, block += tableBlockBytes) {
    fillBlock(block, multiplier, at);
  }
}

/** The constants of 16 elements. */
function fillBlock(block: usize, multipliers: usize, shifts: usize): void {
  let mosts = i32x4.splat(-32);
  let leasts = i32x4.splat(32);
  for (let at: usize = 0; at < 64; at += 16) {
    const right = i32x4.neg(v128.load(shifts + at));
    const none = i32x4.eq(v128.load(multipliers + at), i32x4.splat(0));
    mosts = i32x4.max_s(mosts, v128.bitselect(mosts, right, none));
    leasts = i32x4.min_s(leasts, v128.bitselect(leasts, right, none));
  }
  const most = -leastLane(i32x4.neg(mosts));
  const shift = most <= 7 ? 0 : (most - 6) & ~1;
  if (leastLane(leasts) <= shift || shift > 12) {
    store<i32>(block, modeGeneral, modeAt);
    for (let i = 0; i < 16; i++) {
      const at = <usize>i << 2;
      fillGeneral(block, i, load<i32>(multipliers + at), load<i32>(shifts + at));
    }
    return;
  }
  store<i32>(block, shift, modeAt);
  v128.store(block, i32x4.shl(v128.load(multipliers), 1));
  v128.store(block, i32x4.shl(v128.load(multipliers, 16), 1), 16);
  v128.store(block, i32x4.shl(v128.load(multipliers, 32), 1), 32);
  v128.store(block, i32x4.shl(v128.load(multipliers, 48), 1), 48);
  const f0 = roundingFactors(multipliers, shifts, shift);
  const f1 = roundingFactors(multipliers + 16, shifts + 16, shift);
  const f2 = roundingFactors(multipliers + 32, shifts + 32, shift);
  const f3 = roundingFactors(multipliers + 48, shifts + 48, shift);
  v128.store(block, i16x8.narrow_i32x4_s(f0, f1), 64);
  v128.store(block, i16x8.narrow_i32x4_s(f2, f3), 80);
}

/** The constants of 16 elements that have one multiplier, which may be any. */
export function fillUniform(block: usize, multiplier: i32, shift: i32): void {
  const right = -shift;
  const common = right <= 7 ? 0 : (right - 6) & ~1;
  if (multiplier < 1 << 30 || right <= common || common > 12) {
    store<i32>(block, modeGeneral, modeAt);
    for (let i = 0; i < 16; i++) fillGeneral(block, i, multiplier, shift);
    return;
  }
  store<i32>(block, common, modeAt);
  const doubled = i32x4.splat(multiplier << 1);
  v128.store(block, doubled);
  v128.store(block, doubled, 16);
  v128.store(block, doubled, 32);
  v128.store(block, doubled, 48);
  const factors = i16x8.splat(<i16>(<i32>1 << (15 + common - right)));
  v128.store(block, factors, 64);
  v128.store(block, factors, 80);
}

/** The least of four lanes. */
function leastLane(v: v128): i32 {
  const two = i32x4.min_s(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return min(i32x4.extract_lane(two, 0), i32x4.extract_lane(two, 1));
}

/**
 * Each four: [2^left] [m] [all ones where e > 0] [2^(31 - e), 0 where e = 0] [all ones where e = 0];
 * the third and the fourth in the order 0 2 1 3.
 */
function fillGeneral(block: usize, i: i32, multiplier: i32, shift: i32): void {
  const quad = block + (i >> 2) * generalQuadBytes;
  const lane = i & 3;
  const at = blended(lane);
  const right = max(-shift, 0);
  store<i32>(quad + (lane << 2), 1 << max(shift, 0));
  store<i32>(quad + 16 + (lane << 2), multiplier);
  store<i32>(quad + 32 + (at << 2), right ? -1 : 0);
  store<i32>(quad + 48 + (at << 2), right ? 1 << (31 - right) : 0);
  store<i32>(quad + 64 + (lane << 2), right ? 0 : -1);
}
