import { type Confidence, normalQuantiles } from "./interval.ts";
import { checkPairedCounts, type PairedCounts, type PairedDifference } from "./newcombe.ts";

/** Halvings of the bisection: from a width of 2 to below the spacing of numbers near 1. */
const HALVINGS = 64;

/**
 * How many standard errors the difference of two paired shares (first less second) lies above `at`: the
 * score statistic of Tango (1998, Statistics in Medicine 17:891, equations 24 to 26). Its variance is taken
 * at the most likely shares of those whose difference is `at`, so it also stands where no sample, or
 * every one, tells the two apart. Standard normal where the true difference is `at`; at 0 it is
 * McNemar's. It falls as `at` grows.
 *
 * @throws {RangeError} When a count is not a non-negative integer, there is no sample, or `at` is
 * not in [-1, 1].
 *
 * @example
 * ```ts
 * import { tangoStatistic } from "./tango.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const lenses = { both: 43, onlyFirst: 0, onlySecond: 1, neither: 0 };
 * assertAlmostEquals(tangoStatistic(lenses, -0.1), 1.709, 5e-4);
 * ```
 */
export function tangoStatistic(counts: PairedCounts, at: number): number {
  const n = checkPairedCounts(counts);
  if (!(at >= -1 && at <= 1)) {
    throw new RangeError(
      `Cannot compare paired shares: a difference must lie in [-1, 1], got ${at}`,
    );
  }
  return scoreOf(counts, n, at);
}

function scoreOf({ onlyFirst: b, onlySecond: c }: PairedCounts, n: number, at: number): number {
  const excess = b - c - n * at;
  if (excess === 0) return 0;
  // The likelihood of the share of "only second" is greatest at a root of 2n q^2 + linear q + constant.
  const linear = (2 * n - b + c) * at - b - c;
  const constant = -c * at * (1 - at);
  const root = Math.sqrt(Math.max(0, linear * linear - 8 * n * constant));
  // Two forms of one root: each is taken where nothing cancels.
  const q = linear > 0 ? -2 * constant / (linear + root) : (root - linear) / (4 * n);
  const variance = n * (2 * q + at * (1 - at));
  return variance > 0 ? excess / Math.sqrt(variance) : excess * Infinity;
}

/**
 * The share of `first` less that of `second`, with the score interval of Tango (1998): every difference
 * that the score statistic does not reject, found by bisection. With sqrt as the only function beyond
 * + - * / it gives the same bits on every machine. Fagerland, Lydersen and Laake (2014, Statistics in
 * Medicine 33:2850) recommend it; unlike Newcombe's it belongs to a test, so an equivalence test and
 * the interval cannot contradict each other.
 *
 * @throws {RangeError} When a count is not a non-negative integer, or there is no sample.
 *
 * @example
 * ```ts
 * import { tangoInterval } from "./tango.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const lenses = { both: 43, onlyFirst: 0, onlySecond: 1, neither: 0 };
 * assertAlmostEquals(tangoInterval(lenses, { confidence: 0.9 }).lo, -0.096, 5e-4);
 * ```
 */
export function tangoInterval(
  counts: PairedCounts,
  options: { readonly confidence?: Confidence } = {},
): PairedDifference {
  const n = checkPairedCounts(counts);
  const z = normalQuantiles[options.confidence ?? 0.95];
  const { onlyFirst, onlySecond } = counts;
  const mirrored = { ...counts, onlyFirst: onlySecond, onlySecond: onlyFirst };
  return {
    difference: (onlyFirst - onlySecond) / n,
    lo: -upperLimit(mirrored, n, z),
    hi: upperLimit(counts, n, z),
  };
}

/** The largest difference that lies no more than z standard errors above the observed one. */
function upperLimit(counts: PairedCounts, n: number, z: number): number {
  let within = (counts.onlyFirst - counts.onlySecond) / n;
  let beyond = 1;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = within + (beyond - within) / 2;
    if (scoreOf(counts, n, middle) >= -z) within = middle;
    else beyond = middle;
  }
  return within;
}
