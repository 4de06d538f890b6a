import type { SampleSource } from "./sample_source.ts";
import type { ShiftName } from "./shifts/mod.ts";

/**
 * What a static model is calibrated on: the pool as it is, shifted, or one class of it. The risk of
 * static quantization is calibrating on what the device will not see; these are three such cases.
 */
export interface CalibrationCondition {
  readonly name: string;
  /** Shift of the calibration inputs; absent for none. */
  readonly shift?: { readonly name: ShiftName; readonly severity: number };
  /** The one class that the pool is cut down to; absent for all. */
  readonly onlyClass?: number;
}

/** The conditions of the sweep. Class 1 of the digits has the least ink, so the smallest ranges. */
export const calibrationConditions: readonly CalibrationCondition[] = [
  { name: "clean" },
  { name: "darkened", shift: { name: "darken", severity: 3 } },
  { name: "noisy", shift: { name: "gaussian-noise", severity: 3 } },
  { name: "one-class", onlyClass: 1 },
];

/** Options of {@link conditionIds}. */
export interface ConditionOptions {
  readonly condition: CalibrationCondition;
  /** Where the labels are. */
  readonly source: SampleSource;
}

/**
 * The ids of the pool that a condition may calibrate on, in the pool's order.
 *
 * @throws {RangeError} When the one class is not a class, or no sample of the pool has it.
 */
export function conditionIds(
  pool: readonly number[],
  options: ConditionOptions,
): readonly number[] {
  const { condition: { name, onlyClass }, source } = options;
  if (onlyClass === undefined) return pool;
  const labels = source.labels(pool);
  const ids = pool.filter((_, index) => labels[index] === onlyClass);
  if (ids.length === 0) {
    throw new RangeError(
      `Cannot calibrate under condition "${name}": the pool must have samples of its class ` +
        `(classes are 0 to ${source.classes - 1}), got class ${onlyClass}`,
    );
  }
  return ids;
}
