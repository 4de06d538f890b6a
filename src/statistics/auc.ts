import { midRanks } from "./mid_ranks.ts";

/** What a detector gave samples of two classes; a higher score says positive. */
export interface Scores {
  readonly positive: ArrayLike<number>;
  readonly negative: ArrayLike<number>;
}

/** For each sample, the share of the other class that it is on the right side of; ties count half. */
export interface Placements {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
}

/**
 * The placements of scores, from mid-ranks as in Sun and Xu (2014): of m positives and n negatives, a
 * positive's is (its rank among all - its rank among positives) / n, a negative's is
 * 1 - (its rank among all - its rank among negatives) / m.
 *
 * @throws {RangeError} When a class has no score, or a score is NaN.
 */
export function placements({ positive, negative }: Scores): Placements {
  const [m, n] = [positive.length, negative.length];
  if (m === 0 || n === 0) {
    throw new RangeError(
      `Cannot compute an AUC: both classes must have a score, got ${m} positive and ${n} negative`,
    );
  }
  const both = new Float64Array(m + n);
  both.set(positive);
  both.set(negative, m);
  const all = midRanks(both);
  const [among, amongNegative] = [midRanks(positive), midRanks(negative)];
  return {
    positive: among.map((rank, i) => (all[i]! - rank) / n),
    negative: amongNegative.map((rank, j) => 1 - (all[m + j]! - rank) / m),
  };
}

/**
 * The area under the receiver operating characteristic: the probability that a positive scores higher
 * than a negative, ties counting half (Hanley and McNeil 1982).
 *
 * @throws {RangeError} When a class has no score, or a score is NaN.
 *
 * @example
 * ```ts
 * import { auc } from "./auc.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(auc({ positive: [0.9, 0.4], negative: [0.4, 0.1] }), 0.875);
 * ```
 */
export function auc(scores: Scores): number {
  return aucOfPlacements(placements(scores));
}

/** The AUC of scores from their placements: the mean of the positives'. */
export function aucOfPlacements({ positive, negative }: Placements): number {
  // Each is a whole or half number over n: put together before the one division.
  const n = negative.length;
  const halves = positive.reduce((sum, share) => sum + Math.round(2 * share * n), 0);
  return halves / (2 * n * positive.length);
}
