import type { Confidence, Interval } from "./interval.ts";
import { quantileInOrder } from "./order.ts";

/** An integer, uniform in [0, count): each call takes the next one of a seeded stream. */
export type Below = (count: number) => number;

/** How often each item is in each of many resamples. */
export interface Resampling {
  readonly count: number;
  readonly resamples: number;
  /** Items in a resample. */
  readonly picks: number;
  /** How often, [count, resamples]. */
  readonly times: Uint16Array;
}

/**
 * Resamples of `count` items: each picks count - 1 of them with replacement, so that the variance over
 * resamples of a mean is without bias that of the mean: no small matter for three draws (Rao and Wu 1988,
 * Journal of the American Statistical Association 83:231). A single item is always picked.
 *
 * @throws {RangeError} When a count is not a positive integer.
 *
 * @example
 * ```ts
 * import { resampling } from "./bootstrap.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...resampling(3, { resamples: 1, below: () => 2 }).times], [0, 0, 2]);
 * ```
 */
export function resampling(
  count: number,
  { resamples, below }: { readonly resamples: number; readonly below: Below },
): Resampling {
  for (const size of [count, resamples]) {
    if (Number.isSafeInteger(size) && size > 0) continue;
    throw new RangeError(`Cannot resample: counts must be positive integers, got ${size}`);
  }
  const picks = Math.max(1, count - 1);
  const times = new Uint16Array(count * resamples);
  for (let resample = 0; resample < resamples; resample++) {
    for (let pick = 0; pick < picks; pick++) times[below(count) * resamples + resample]!++;
  }
  return { count, resamples, picks, times };
}

/**
 * The mean of some values in every resample.
 *
 * @throws {RangeError} When the resamples are of another count.
 */
export function resampledMeans(values: Float64Array, of: Resampling): Float64Array {
  const { count, resamples, picks, times } = of;
  if (values.length !== count) {
    throw new RangeError(
      `Cannot resample: there must be as many values as were resampled, ${count}, got ` +
        `${values.length}`,
    );
  }
  const means = new Float64Array(resamples);
  for (let item = 0; item < count; item++) {
    const value = values[item]!;
    // Most paired differences are 0.
    if (value === 0) continue;
    const at = item * resamples;
    for (let resample = 0; resample < resamples; resample++) {
      means[resample]! += value * times[at + resample]!;
    }
  }
  for (let resample = 0; resample < resamples; resample++) means[resample]! /= picks;
  return means;
}

/**
 * The mean of a matrix in every resample of its rows and, apart from them, of its columns: the
 * pigeonhole bootstrap of Owen (2007, Annals of Applied Statistics 1:386). Rows (samples) meet every
 * column (draw), so neither alone is the unit. Over resamples the mean varies by what rows and columns
 * add to it, and by three times what belongs to single cells: it errs towards too wide an interval.
 *
 * @param columns The matrix, column by column.
 * @throws {RangeError} When the resamples are of other counts or not as many of rows as of columns.
 */
export function crossedMeans(
  columns: readonly Float64Array[],
  of: { readonly rows: Resampling; readonly columns: Resampling },
): Float64Array {
  const { count, resamples, picks, times } = of.columns;
  if (columns.length !== count || of.rows.resamples !== resamples) {
    throw new RangeError(
      `Cannot resample a matrix: there must be ${count} columns and ${resamples} resamples of the ` +
        `rows, got ${columns.length} and ${of.rows.resamples}`,
    );
  }
  const means = new Float64Array(resamples);
  columns.forEach((column, index) => {
    const own = resampledMeans(column, of.rows);
    for (let resample = 0; resample < resamples; resample++) {
      means[resample]! += own[resample]! * times[index * resamples + resample]! / picks;
    }
  });
  return means;
}

/**
 * The percentile interval of resampled estimates (Efron 1979): between the quantiles that leave the same
 * share of them on both sides. An estimate may be infinite.
 *
 * @throws {RangeError} When there is no estimate, or one is NaN.
 */
export function percentileInterval(
  estimates: Float64Array,
  { confidence = 0.95 }: { readonly confidence?: Confidence } = {},
): Interval {
  if (estimates.length === 0 || estimates.some(Number.isNaN)) {
    throw new RangeError(
      "Cannot compute an interval: there must be estimates, and none may be NaN",
    );
  }
  const order = estimates.toSorted();
  return {
    lo: quantileInOrder(order, (1 - confidence) / 2),
    hi: quantileInOrder(order, (1 + confidence) / 2),
  };
}
