import type { Confidence, Interval } from "./interval.ts";
import { wilsonInterval } from "./wilson.ts";

/** How often each of two classifiers was right on the same samples. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
}

/** The difference of two paired shares and its interval. */
export interface PairedDifference extends Interval {
  readonly difference: number;
}

/**
 * The share of `first` less that of `second`, with method 10 of Newcombe (1998, Statistics in Medicine
 * 17:2635): the Wilson intervals of the two shares put together by their squares, less twice their
 * product times the correlation phi, which has a continuity correction where it is positive.
 *
 * @throws {RangeError} When a count is not a non-negative integer, or there is no sample.
 *
 * @example
 * ```ts
 * import { pairedDifference } from "./newcombe.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { lo, hi } = pairedDifference({ both: 36, onlyFirst: 12, onlySecond: 2, neither: 0 });
 * assertAlmostEquals(lo, 0.0569, 1e-4);
 * assertAlmostEquals(hi, 0.3404, 1e-4);
 * ```
 */
export function pairedDifference(
  counts: PairedCounts,
  options: { readonly confidence?: Confidence } = {},
): PairedDifference {
  const { both, onlyFirst, onlySecond } = counts;
  const n = checkPairedCounts(counts);
  const [first, second] = [both + onlyFirst, both + onlySecond];
  const one = wilsonInterval(first, n, options);
  const other = wilsonInterval(second, n, options);
  const difference = (onlyFirst - onlySecond) / n;
  const [below1, above1] = [first / n - one.lo, one.hi - first / n];
  const [below2, above2] = [second / n - other.lo, other.hi - second / n];
  const phi = correlation(counts);
  const reach = (a: number, b: number) => Math.sqrt(a * a - 2 * phi * a * b + b * b);
  return {
    difference,
    lo: Math.max(-1, difference - reach(below1, above2)),
    hi: Math.min(1, difference + reach(above1, below2)),
  };
}

/**
 * The samples of some paired counts.
 *
 * @throws {RangeError} When a count is not a non-negative integer, or there is no sample.
 */
export function checkPairedCounts(
  { both, onlyFirst, onlySecond, neither }: PairedCounts,
): number {
  for (const count of [both, onlyFirst, onlySecond, neither]) {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new RangeError(
        `Cannot compare paired shares: counts must be integers of at least 0, got ${count}`,
      );
    }
  }
  const n = both + onlyFirst + onlySecond + neither;
  if (n > 0) return n;
  throw new RangeError(
    "Cannot compare paired shares: the count must be a positive integer, got 0 samples",
  );
}

/** The correlation phi of the two classifiers; 0 where one is always right or always wrong. */
function correlation({ both, onlyFirst, onlySecond, neither }: PairedCounts): number {
  const n = both + onlyFirst + onlySecond + neither;
  const product = (both + onlyFirst) * (onlySecond + neither) * (both + onlySecond) *
    (onlyFirst + neither);
  if (product === 0) return 0;
  const excess = both * neither - onlyFirst * onlySecond;
  return (excess > 0 ? Math.max(excess - n / 2, 0) : excess) / Math.sqrt(product);
}
