import type { ComparisonRow, Outcomes } from "../records/mod.ts";
import {
  aucOfPlacements,
  mcnemar,
  type PairedCounts,
  pairedDifference,
  placementDifference,
  type Placements,
  placements,
} from "../statistics/mod.ts";

/** What one cell said about its samples. */
export interface CellOutcomes {
  readonly classes: Uint16Array;
  /** Where each class of samples is placed by its scores; absent without scores that have an AUC. */
  readonly placed: Placements | undefined;
}

/** What both cells of a comparison are held against. */
export interface Truth {
  readonly metric: Outcomes["header"]["metric"];
  /** Of the samples of both; absent for fidelity. */
  readonly labels: readonly number[] | undefined;
  /** The classes of the float32 model; absent where it was not run. */
  readonly float32: Uint16Array | undefined;
}

/** The columns of a comparison that are measured. */
export type Compared = Pick<
  ComparisonRow,
  | "measure"
  | "firstValue"
  | "secondValue"
  | "difference"
  | "differenceLo"
  | "differenceHi"
  | "method"
  | "p"
  | "verdict"
>;

/** The difference of two cells in every measure that there is the truth for. */
export function compareCells(
  first: CellOutcomes,
  second: CellOutcomes,
  { metric, labels, float32 }: Truth,
): readonly Compared[] {
  const compared: Compared[] = [];
  if (metric === "top-1" && labels !== undefined) {
    compared.push({ measure: "accuracy", ...compareShares(first, second, labels) });
  }
  if (metric === "auc" && first.placed !== undefined && second.placed !== undefined) {
    compared.push({ measure: "auc", ...compareAuc(first.placed, second.placed) });
  }
  if (float32 !== undefined) {
    compared.push({ measure: "agreement", ...compareShares(first, second, float32) });
  }
  return compared;
}

/** The shares of samples that get the class that `wanted` has for them. */
function compareShares(
  first: CellOutcomes,
  second: CellOutcomes,
  wanted: ArrayLike<number>,
): Omit<Compared, "measure"> {
  const counts = pairedCounts(first.classes, second.classes, wanted);
  const { both, onlyFirst, onlySecond } = counts;
  const { difference, lo, hi } = pairedDifference(counts);
  return {
    firstValue: (both + onlyFirst) / wanted.length,
    secondValue: (both + onlySecond) / wanted.length,
    difference,
    differenceLo: lo,
    differenceHi: hi,
    method: "newcombe",
    p: mcnemar(onlyFirst, onlySecond),
    verdict: verdictOf(lo, hi),
  };
}

/** How often each of two cells gives samples the wanted class. */
export function pairedCounts(
  first: Uint16Array,
  second: Uint16Array,
  wanted: ArrayLike<number>,
): PairedCounts {
  let [both, onlyFirst, onlySecond] = [0, 0, 0];
  for (let i = 0; i < wanted.length; i++) {
    const [one, other] = [first[i] === wanted[i], second[i] === wanted[i]];
    if (one && other) both++;
    else if (one) onlyFirst++;
    else if (other) onlySecond++;
  }
  return { both, onlyFirst, onlySecond, neither: wanted.length - both - onlyFirst - onlySecond };
}

function compareAuc(first: Placements, second: Placements): Omit<Compared, "measure"> {
  const { difference, lo, hi } = placementDifference(first, second);
  return {
    firstValue: aucOfPlacements(first),
    secondValue: aucOfPlacements(second),
    difference,
    differenceLo: lo,
    differenceHi: hi,
    method: "delong",
    p: undefined,
    verdict: verdictOf(lo, hi),
  };
}

function verdictOf(lo: number, hi: number): Compared["verdict"] {
  if (lo > 0) return "first";
  return hi < 0 ? "second" : "none";
}

/**
 * Where scores place positive (label 1) and other samples; `undefined` where a score is NaN or a class
 * has fewer than 2 samples: then there is no interval of an AUC.
 */
export function placementsOf(
  scores: Float64Array,
  labels: readonly number[],
): Placements | undefined {
  const positive = scores.filter((_, i) => labels[i] === 1);
  const negative = scores.filter((_, i) => labels[i] !== 1);
  if (positive.length < 2 || negative.length < 2 || scores.some(Number.isNaN)) return undefined;
  return placements({ positive, negative });
}
