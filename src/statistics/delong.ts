import { aucOfPlacements, type Placements, placements, type Scores } from "./auc.ts";
import { type Confidence, type Interval, normalQuantiles } from "./interval.ts";
import { sum } from "./moments.ts";

/** The difference of two AUCs and its interval. */
export interface AucDifference extends Interval {
  readonly difference: number;
}

/**
 * An interval of an AUC after DeLong, DeLong and Clarke-Pearson (1988): the variance is that of the
 * placements of the positives over their number plus that of the negatives over theirs, the interval
 * normal and cut at 0 and 1. Where the classes are fully apart it has no width.
 *
 * @throws {RangeError} When a class has fewer than 2 scores, or a score is NaN.
 *
 * @example
 * ```ts
 * import { aucInterval } from "./delong.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { lo, hi } = aucInterval({ positive: [3, 5, 7, 9], negative: [1, 2, 4, 6] });
 * assertAlmostEquals(lo, 0.4808, 1e-4);
 * assertAlmostEquals(hi, 1, 1e-4);
 * ```
 */
export function aucInterval(
  scores: Scores,
  options: { readonly confidence?: Confidence } = {},
): Interval {
  const placed = placements(scores);
  const { positive, negative } = placed;
  const area = aucOfPlacements(placed);
  const reach = normalQuantiles[options.confidence ?? 0.95] *
    Math.sqrt(varianceOfMean(positive) + varianceOfMean(negative));
  return { lo: Math.max(0, area - reach), hi: Math.min(1, area + reach) };
}

/**
 * The AUC of `first` less that of `second`, both of the same samples in the same order, with the
 * paired interval of DeLong, DeLong and Clarke-Pearson (1988): as `aucInterval`, on the differences of
 * each sample's two placements, so that what both have in common cancels.
 *
 * @throws {RangeError} When the two do not have the same samples, a class has fewer than 2, or a score
 * is NaN.
 */
export function aucDifference(
  first: Scores,
  second: Scores,
  options: { readonly confidence?: Confidence } = {},
): AucDifference {
  return placementDifference(placements(first), placements(second), options);
}

/**
 * As `aucDifference`, from the placements of both: they can be kept where one detector is compared with
 * several.
 *
 * @throws {RangeError} When the two do not have the same samples, or a class has fewer than 2.
 */
export function placementDifference(
  first: Placements,
  second: Placements,
  options: { readonly confidence?: Confidence } = {},
): AucDifference {
  const difference = aucOfPlacements(first) - aucOfPlacements(second);
  const reach = normalQuantiles[options.confidence ?? 0.95] *
    placementDifferenceError(first, second);
  return { difference, lo: difference - reach, hi: difference + reach };
}

/**
 * The standard error of the difference of two AUCs, DeLong's as in `aucDifference`: 0 where both place all
 * samples alike.
 *
 * @throws {RangeError} When the two do not have the same samples, or a class has fewer than 2.
 */
export function placementDifferenceError(first: Placements, second: Placements): number {
  for (const side of ["positive", "negative"] as const) {
    const [one, other] = [first[side].length, second[side].length];
    if (one !== other) {
      throw new RangeError(
        `Cannot compare two AUCs: both must score the same samples, got ${one} and ${other} ${side}`,
      );
    }
  }
  const apart = (side: keyof Placements) =>
    first[side].map((share, index) => share - second[side][index]!);
  return Math.sqrt(varianceOfMean(apart("positive")) + varianceOfMean(apart("negative")));
}

/** The variance of the mean of some values: theirs over n - 1, and once more over n. */
function varianceOfMean(values: Float64Array): number {
  if (values.length < 2) {
    throw new RangeError(
      `Cannot compute an interval of an AUC: each class must have at least 2 scores, got ` +
        `${values.length}`,
    );
  }
  const centre = sum(values) / values.length;
  const squares = values.map((value) => (value - centre) * (value - centre));
  return sum(squares) / (values.length - 1) / values.length;
}
