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

/** Options of {@link conditionIds}. */
export interface ConditionOptions {
  readonly condition: CalibrationCondition;
  /** The class of each id. */
  readonly labels: (ids: readonly number[]) => Uint16Array;
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
  const { condition: { name, onlyClass } } = options;
  if (onlyClass === undefined) return pool;
  const labels = options.labels(pool);
  const ids = pool.filter((_, index) => labels[index] === onlyClass);
  if (ids.length === 0) {
    throw new RangeError(
      `Cannot calibrate under condition "${name}": the pool must have samples of its class, ` +
        `got class ${onlyClass}`,
    );
  }
  return ids;
}
