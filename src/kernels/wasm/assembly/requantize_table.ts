/** The constants of `requantize`, by element of a period, in blocks of 16. */
import { Plan } from "./plan";

/** The mode of layers whose shifts lie too far apart, or that shift left. */
export const modeGeneral: i32 = -1;
/** Bytes of a block: sixteen m as int32, then sixteen 2^(15 - k) as int16. */
export const tableBlockBytes: i32 = 96;
/** The same in the general mode: four times five vectors. */
export const tableBlockBytesGeneral: i32 = 320;

/** Lane i of a block of 16 in the order 0 2 1 3 of each four. */
// @ts-ignore: decorator
@inline
function blended(i: i32): i32 {
  return (i & ~3) | ((i & 1) << 1) | ((i >> 1) & 1);
}

/**
 * Writes the table of the multipliers of a plan and its mode: the constant shift, 0 to 12 and even,
 * that leaves each e between 1 and 7 more, or `modeGeneral`. Element i of a period has the constants
 * of channel i modulo the channels. A multiplier of 0 goes with any shift.
 */
export function fillTable(plan: Plan): void {
  const channels = plan.channels;
  const multipliers = plan.multipliers;
  const shifts = plan.shifts;
  let most = -32;
  let least = 32;
  for (let c = 0; c < channels; c++) {
    if (load<i32>(multipliers + (c << 2)) == 0) continue;
    const right = -load<i32>(shifts + (c << 2));
    most = max(most, right);
    least = min(least, right);
  }
  let shift = most <= 7 ? 0 : (most - 6) & ~1;
  if (least <= shift || shift > 12) shift = modeGeneral;
  plan.mode = shift;
  const table = plan.table;
  const period = plan.period;
  let c = 0;
  for (let i = 0; i < period; i++) {
    const multiplier = load<i32>(multipliers + (c << 2));
    const fixed = load<i32>(shifts + (c << 2));
    if (shift == modeGeneral) fillGeneral(table, i, multiplier, fixed);
    else {
      const block = table + (i >> 4) * tableBlockBytes;
      store<i32>(block + ((i & 15) << 2), multiplier);
      const k = multiplier ? -fixed - shift : 7;
      store<i16>(block + 64 + (blended(i & 15) << 1), 1 << <i16>(15 - k));
    }
    if (++c == channels) c = 0;
  }
}

/**
 * Each four: [2^left] [m] [all ones where e > 0] [2^(31 - e), 0 where e = 0] [all ones where e = 0];
 * the third and the fourth in the order 0 2 1 3.
 */
function fillGeneral(table: usize, i: i32, multiplier: i32, shift: i32): void {
  const quad = table + (i >> 2) * (tableBlockBytesGeneral >> 2);
  const lane = i & 3;
  const at = blended(lane);
  const right = max(-shift, 0);
  store<i32>(quad + (lane << 2), 1 << max(shift, 0));
  store<i32>(quad + 16 + (lane << 2), multiplier);
  store<i32>(quad + 32 + (at << 2), right ? -1 : 0);
  store<i32>(quad + 48 + (at << 2), right ? 1 << (31 - right) : 0);
  store<i32>(quad + 64 + (lane << 2), right ? 0 : -1);
}
