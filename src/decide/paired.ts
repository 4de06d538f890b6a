import type { ComparedMeasure } from "../records/mod.ts";
import {
  aucOfPlacements,
  equivalenceP,
  type Interval,
  mcnemar,
  normalTail,
  placementDifference,
  placementDifferenceError,
  type Placements,
  tangoInterval,
  tangoStatistic,
} from "../statistics/mod.ts";
import { type CellOutcomes, pairedCounts, type Truth } from "./measures.ts";

/** The difference of two cells on the same samples in one measure, first less second. */
export interface Paired extends Interval {
  readonly measure: ComparedMeasure;
  readonly difference: number;
  /** Two-sided p-value of "the two do not differ": exact McNemar; of DeLong's statistic for auc. */
  readonly p: number;
  /** How many standard errors the difference lies above `at`: standard normal where that is true. */
  statistic(at: number): number;
  /** What each sample adds to the difference, which is the mean of all. */
  vector(): Float64Array;
}

/**
 * The difference of two cells in every measure that there is the truth for: with Tango's interval and
 * test for shares, with DeLong's for auc.
 */
export function pairedMeasures(
  first: CellOutcomes,
  second: CellOutcomes,
  { metric, labels, float32 }: Truth,
): readonly Paired[] {
  const found: Paired[] = [];
  if (metric === "top-1" && labels !== undefined) {
    found.push(pairedShares("accuracy", [first, second], labels));
  }
  if (metric === "auc" && first.placed && second.placed && labels !== undefined) {
    found.push(pairedAuc([first.placed, second.placed], labels));
  }
  if (float32 !== undefined) found.push(pairedShares("agreement", [first, second], float32));
  return found;
}

function pairedShares(
  measure: "accuracy" | "agreement",
  [{ classes: first }, { classes: second }]: readonly [CellOutcomes, CellOutcomes],
  wanted: ArrayLike<number>,
): Paired {
  const counts = pairedCounts(first, second, wanted);
  return {
    measure,
    ...tangoInterval(counts),
    p: mcnemar(counts.onlyFirst, counts.onlySecond),
    statistic: (at) => tangoStatistic(counts, at),
    vector: () => sharesVector([first, second], wanted),
  };
}

/** 1 where only the first has what is wanted, -1 where only the second, 0 elsewhere. */
function sharesVector(
  [first, second]: readonly [Uint16Array, Uint16Array],
  wanted: ArrayLike<number>,
): Float64Array {
  const vector = new Float64Array(wanted.length);
  for (let i = 0; i < vector.length; i++) {
    if (first[i] !== second[i]) {
      vector[i] = first[i] === wanted[i] ? 1 : second[i] === wanted[i] ? -1 : 0;
    }
  }
  return vector;
}

function pairedAuc(
  [first, second]: readonly [Placements, Placements],
  labels: readonly number[],
): Paired {
  const interval = placementDifference(first, second);
  const error = placementDifferenceError(first, second);
  const statistic = (at: number) => {
    const above = interval.difference - at;
    return above === 0 ? 0 : above / error;
  };
  return {
    measure: "auc",
    ...interval,
    p: Math.min(1, 2 * normalTail(Math.abs(statistic(0)))),
    statistic,
    vector: () => aucVector([first, second], labels),
  };
}

/**
 * The difference of two AUCs plus each sample's influence on it: the difference of its two placements
 * less that of the AUCs, times the samples over those of its class. The mean is the difference, and their
 * variance over their number is DeLong's.
 */
function aucVector(
  [first, second]: readonly [Placements, Placements],
  labels: readonly number[],
): Float64Array {
  const difference = aucOfPlacements(first) - aucOfPlacements(second);
  const next = { positive: 0, negative: 0 };
  return Float64Array.from(labels, (label) => {
    const side = label === 1 ? "positive" : "negative";
    const index = next[side]++;
    const own = first[side][index]! - second[side][index]!;
    return difference + labels.length / first[side].length * (own - difference);
  });
}

/** The p-value of "the two differ by the margin or more". */
export function equivalence({ statistic }: Paired, margin: number): number {
  return equivalenceP({ aboveLower: statistic(-margin), belowUpper: -statistic(margin) });
}
