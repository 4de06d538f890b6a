/** Seeded shifts of raw samples. */
export { applyShift, ladderOf, type ShiftOptions } from "./apply_shift.ts";
export type { Ladder, LadderRule } from "./ladder.ts";
export {
  type RawShift,
  severities,
  type Severity,
  type Shift,
  type ShiftContext,
  type UnitShift,
} from "./shift.ts";
export {
  isShiftName,
  type Ladders,
  type ShiftName,
  shiftNames,
  shifts,
  shiftsOf,
  standardShifts,
  sweepShifts,
} from "./shifts.ts";
