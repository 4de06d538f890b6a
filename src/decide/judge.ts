import type { ComparedMeasure } from "../records/mod.ts";
import type { LadderCell } from "./compare.ts";
import {
  type CellOutcomes,
  compareCells,
  pairedCounts,
  placementsOf,
  type Truth,
} from "./measures.ts";
import type { SpreadDifference } from "./samples_needed.ts";
import type { Strategy } from "./strategies.ts";

/** Two strategies in one measure under one condition, on the judging half. */
export interface JudgedDifference extends SpreadDifference {
  readonly measure: ComparedMeasure;
  readonly firstValue: number;
  readonly secondValue: number;
}

/** A strategy less another one under the condition that is worst for it. */
export interface Judgement {
  readonly strategy: Strategy;
  readonly against: Strategy;
  readonly shift: string;
  readonly severity: number;
  /** In what is decided by: accuracy, AUC, or agreement where there are no labels. */
  readonly deciding: JudgedDifference;
  /** Beside that, where something else decides and float32 was run. */
  readonly agreement: JudgedDifference | undefined;
}

/** What one strategy said under one condition, on one half of the samples. */
interface HalfCell {
  readonly own: CellOutcomes;
  readonly truth: Truth;
}

/** Strategies on the two halves of the samples. */
export interface Judge {
  readonly measure: ComparedMeasure;
  /** Conditions that can decide, in a fixed order. */
  readonly conditions: readonly string[];
  /** What a strategy keeps under a condition on the choosing half. */
  readonly valueOf: (strategy: Strategy, condition: string) => number;
  /** One less the other, on the judging half, under the condition that the choosing half calls worst. */
  readonly judge: (one: Strategy, other: Strategy) => Judgement | undefined;
}

/** Samples at even positions of the evaluation order choose, those at odd ones judge. */
const [choosing, judging] = [0, 1];

/**
 * Splits the samples of the strategies of one model: the worst condition is found on one half and judged
 * on the other, so that the worst of many cells is no worse than it is. The halves go by parity of
 * position in the evaluation order, which is that of hashes of the samples.
 *
 * A condition decides where every strategy has it, float32 has not collapsed, and the measure can be had
 * on both halves.
 *
 * @param strategies Those that are compared.
 * @param float32 The reference, where it was run.
 * @returns `undefined` where nothing can be decided: no condition is left.
 */
export function judgeOf(
  strategies: readonly Strategy[],
  float32: Strategy | undefined,
): Judge | undefined {
  const [first] = strategies;
  if (first === undefined) return undefined;
  const { metric } = first.cells[0]!.cell.row;
  const measure = metric === "top-1" ? "accuracy" : metric === "auc" ? "auc" : "agreement";
  const cellsOf = new Map(
    [...strategies, ...(float32 ? [float32] : [])].map((strategy) =>
      [
        strategy,
        new Map(strategy.cells.map((one) => [one.condition, one])) as ReadonlyMap<
          string,
          Strategy["cells"][number]
        >,
      ] as const
    ),
  );
  const halfOf = memoized((strategy: Strategy, condition: string, parity: number): HalfCell => {
    const { cell } = cellsOf.get(strategy)!.get(condition)!;
    const reference = float32 && cellsOf.get(float32)!.get(condition)?.cell.classes;
    return halfCell(cell, { metric, reference, parity });
  });
  const value = memoized((strategy: Strategy, condition: string, parity: number) => {
    const { own, truth } = halfOf(strategy, condition, parity);
    if (own.classes.length === 0) return undefined;
    return compareCells(own, own, truth).find((one) => one.measure === measure)?.firstValue;
  });
  const conditions = first.cells
    .filter(({ collapsed, condition }) =>
      !collapsed && strategies.every((one) => cellsOf.get(one)!.has(condition)) &&
      strategies.every((one) =>
        [choosing, judging].every((half) => value(one, condition, half!) !== undefined)
      )
    ).map(({ condition }) => condition);
  if (conditions.length === 0) return undefined;
  const valueOf = (strategy: Strategy, condition: string) => value(strategy, condition, choosing!)!;
  return {
    measure,
    conditions,
    valueOf,
    judge: (one, other) => {
      const lossAt = (condition: string) => valueOf(other, condition) - valueOf(one, condition);
      const worst = conditions.reduce((a, b) => lossAt(b) > lossAt(a) ? b : a);
      const [mine, theirs] = [one, other].map((strategy) => halfOf(strategy, worst, judging!));
      const differences = differencesOf(mine!, theirs!);
      const deciding = differences.find((difference) => difference.measure === measure);
      if (deciding === undefined) return undefined;
      const { shift, severity } = cellsOf.get(one)!.get(worst)!.cell.row;
      return {
        strategy: one,
        against: other,
        shift,
        severity,
        deciding,
        agreement: measure === "agreement"
          ? undefined
          : differences.find((difference) => difference.measure === "agreement"),
      };
    },
  };
}

function halfCell(
  { classes, labels, scores }: LadderCell,
  { metric, reference, parity }: {
    readonly metric: Truth["metric"];
    readonly reference: Uint16Array | undefined;
    readonly parity: number;
  },
): HalfCell {
  const isOwn = (_: number, position: number) => position % 2 === parity;
  const ownLabels = labels?.filter(isOwn);
  return {
    own: {
      classes: classes.filter(isOwn),
      placed: scores && ownLabels && placementsOf(scores.filter(isOwn), ownLabels),
    },
    truth: { metric, labels: ownLabels, float32: reference?.filter(isOwn) },
  };
}

function differencesOf(one: HalfCell, other: HalfCell): readonly JudgedDifference[] {
  const { truth } = one;
  const samples = one.own.classes.length;
  return compareCells(one.own, other.own, truth).map((compared) => {
    const { measure, firstValue, secondValue, difference, differenceLo, differenceHi } = compared;
    return {
      measure,
      firstValue,
      secondValue,
      difference,
      lo: differenceLo,
      hi: differenceHi,
      samples,
      spread: measure === "auc"
        ? samples * square((differenceHi - differenceLo) / (2 * 1.959963984540054))
        : discordance(one, other, measure === "accuracy" ? truth.labels! : truth.float32!) -
          square(difference),
    };
  });
}

/** The share of samples of which one cell alone gives the wanted class. */
function discordance(one: HalfCell, other: HalfCell, wanted: ArrayLike<number>): number {
  const { onlyFirst, onlySecond } = pairedCounts(one.own.classes, other.own.classes, wanted);
  return (onlyFirst + onlySecond) / wanted.length;
}

function square(value: number): number {
  return value * value;
}

/** Keeps what a function gave for a strategy, a condition and a half. */
function memoized<T>(
  compute: (strategy: Strategy, condition: string, parity: number) => T,
): (strategy: Strategy, condition: string, parity: number) => T {
  const kept = new Map<Strategy, Map<string, T>>();
  return (strategy, condition, parity) => {
    const own = kept.get(strategy) ?? new Map<string, T>();
    kept.set(strategy, own);
    const key = `${parity} ${condition}`;
    if (!own.has(key)) own.set(key, compute(strategy, condition, parity));
    return own.get(key)!;
  };
}
