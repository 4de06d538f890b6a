import { binomialHalfCdf } from "./binomial.ts";
import type { Confidence, Interval } from "./interval.ts";

/** Numbers in any order. */
type Values = readonly number[] | Float64Array;

/** The values in ascending order, as numbers rather than as text. */
function sorted(values: Values, what: string): Float64Array {
  if (values.length === 0) {
    throw new RangeError(`Cannot compute ${what}: there must be at least 1 value, got 0`);
  }
  if (values.some(Number.isNaN)) {
    throw new RangeError(`Cannot compute ${what}: values must be numbers, got NaN`);
  }
  return Float64Array.from(values).sort();
}

/**
 * The quantile at `share`, type 7 of Hyndman and Fan (1996), the default of R and NumPy: linear
 * between the two values beside position (n - 1) * share, counted from 0 in ascending order.
 *
 * @throws {RangeError} When there is no value, one is NaN, or the share is not in [0, 1].
 *
 * @example
 * ```ts
 * import { quantile } from "./order.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(quantile([4, 1, 3, 2], 0.5), 2.5);
 * ```
 */
export function quantile(values: Values, share: number): number {
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(`Cannot compute a quantile: the share must lie in [0, 1], got ${share}`);
  }
  return quantileInOrder(sorted(values, "a quantile"), share);
}

/** The same of values that are in ascending order already: one or more, none of them NaN. */
export function quantileInOrder(order: Float64Array, share: number): number {
  const position = (order.length - 1) * share;
  const below = Math.floor(position);
  const lo = order[below]!;
  const fraction = position - below;
  if (fraction === 0) return lo;
  const hi = order[below + 1]!;
  return lo === hi ? lo : lo + fraction * (hi - lo);
}

/** An interval of the median, and the probability with which such intervals hold it. */
export interface MedianInterval extends Interval {
  readonly coverage: number;
}

/**
 * A distribution-free interval of the median: from the j-th smallest value to the j-th largest, with
 * the largest j whose coverage 1 - 2 P(X < j) still reaches the confidence, X binomial with n trials
 * of even odds (Thompson 1936). Undefined where even the smallest and largest values do not reach
 * it: below 6 values at 0.95.
 *
 * @throws {RangeError} When there is no value, or one is NaN.
 *
 * @example
 * ```ts
 * import { medianInterval } from "./order.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(medianInterval([3, 1, 2, 6, 5, 4]), { lo: 1, hi: 6, coverage: 0.96875 });
 * ```
 */
export function medianInterval(
  values: Values,
  options: { readonly confidence?: Confidence } = {},
): MedianInterval | undefined {
  const { confidence = 0.95 } = options;
  const order = sorted(values, "an interval of the median");
  const n = order.length;
  const coverageOf = (rank: number): number => 1 - 2 * binomialHalfCdf(rank - 1, n);
  if (coverageOf(1) < confidence) return undefined;
  let rank = 1;
  while (2 * (rank + 1) <= n && coverageOf(rank + 1) >= confidence) rank++;
  return { lo: order[rank - 1]!, hi: order[n - rank]!, coverage: coverageOf(rank) };
}
