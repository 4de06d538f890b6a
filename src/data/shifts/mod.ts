/** Seeded shifts of raw samples. */
export {
  applyShift,
  isShiftName,
  type ShiftName,
  shiftNames,
  type ShiftOptions,
  shifts,
} from "./apply_shift.ts";
export { type Ladder, severities, type Severity, type Shift, type ShiftContext } from "./shift.ts";
