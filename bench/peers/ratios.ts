import { type Interval, medianInterval, quantile } from "../../src/statistics/mod.ts";

/** The median of repeated measurements with an interval, where there are enough of them. */
export interface Summary {
  readonly median: number;
  readonly interval: Interval | undefined;
}

/**
 * Median and its interval at 0.95; at 0.9 where the values are too few for that, as 5 are.
 *
 * @throws {RangeError} When there is no value, or one is NaN.
 */
export function summarize(values: readonly number[]): Summary {
  const interval = medianInterval(values) ?? medianInterval(values, { confidence: 0.9 });
  return {
    median: quantile(values, 0.5),
    interval: interval && { lo: interval.lo, hi: interval.hi },
  };
}

/**
 * How often b goes into a, round by round: how many times faster b is where both are times.
 *
 * @throws {RangeError} When the numbers of rounds differ or are zero.
 *
 * @example
 * ```ts
 * import { ratios } from "./ratios.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ratios([6, 2], [3, 4]), [2, 0.5]);
 * ```
 */
export function ratios(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.length !== b.length || a.length === 0) {
    throw new RangeError(
      `Cannot compare measurements: both need the same number of rounds, got ${a.length} and ` +
        `${b.length}`,
    );
  }
  return a.map((value, round) => value / b[round]!);
}

/**
 * The geometric mean of positive numbers.
 *
 * @throws {RangeError} When there is none, or one is not positive.
 *
 * @example
 * ```ts
 * import { geometricMean } from "./ratios.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(geometricMean([1, 4, 2]), 2);
 * ```
 */
export function geometricMean(values: readonly number[]): number {
  if (values.length === 0 || !values.every((value) => value > 0)) {
    throw new RangeError(
      `Cannot compute a geometric mean: it takes positive numbers, got [${values}]`,
    );
  }
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** `2.05 [1.98, 2.11]`: three significant digits. */
export function formatSummary({ median, interval }: Summary): string {
  const text = formatNumber(median);
  return interval ? `${text} [${formatNumber(interval.lo)}, ${formatNumber(interval.hi)}]` : text;
}

/** Three significant digits, no exponent. */
export function formatNumber(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : value >= 1 ? 2 : 3);
}
