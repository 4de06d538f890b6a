import type { DecisionRow } from "../records/mod.ts";
import { type Interval, normalTail, percentileInterval } from "../statistics/mod.ts";
import { isOnLadder, measuredCells } from "./cells.ts";
import { crossing } from "./crossing.ts";
import type { DecisionContext, DecisionInput } from "./decision_input.ts";
import { type Ladder, laddersOf, type Rung } from "./ladder.ts";
import {
  closeRows,
  configurationColumns,
  decisionRow,
  groupsOf,
  keyOf,
  type OpenRow,
} from "./rows.ts";
import { level } from "./verdicts.ts";

const schemes = ["float32", "static", "dynamic"];

/** Who may lose to whom: static, by its difference from dynamic; dynamic, by the opposite of that. */
const directions = [
  { loser: "static", winner: "dynamic", sign: 1 },
  { loser: "dynamic", winner: "static", sign: -1 },
] as const;

type Direction = typeof directions[number];

/**
 * `crossover`: of each model, shift and calibrator the severity at which static begins to lose to dynamic
 * by the margin, and that at which dynamic begins to lose to static. Severity 0 is clean; those at which
 * float32 itself has collapsed are left out.
 *
 * - value: the severity at which the paired difference first reaches the margin, linear between
 *   severities; its interval is that of the same severity in resamples of the samples
 * - `loses`: at some severity the difference lies beyond the margin: a one-sided score test (Tango;
 *   DeLong for auc) at each, the smallest p-value times the number of severities, then Holm's correction over the rows of this model
 *   and calibrator: a device has one
 * - `does-not-lose`: at every severity the one-sided 95 % bound lies within the margin
 * - `undecided`: neither
 */
export function crossovers(
  { accuracy, outcomes }: DecisionInput,
  { margin, resamples }: DecisionContext,
): readonly DecisionRow[] {
  const cells = measuredCells(
    accuracy,
    outcomes,
    (row) => isOnLadder(row) && schemes.includes(row.scheme),
  );
  const { metric } = outcomes.header;
  const open = groupsOf(cells, ({ row }) => row.model).flatMap((own) => {
    const shifts = [...new Set(own.map(({ row }) => row.shift))]
      .filter((shift) => shift !== "clean");
    return laddersOf(own, { metric, resamples }).flatMap((ladder) =>
      shifts.flatMap((shift) =>
        directions.flatMap((direction) => crossoverRow(ladder, { shift, direction, margin }))
      )
    );
  });
  return closeRows(open);
}

function crossoverRow(
  { fixed, measure, rungs, collapsed }: Ladder,
  { shift, direction: { loser, winner, sign }, margin }: {
    readonly shift: string;
    readonly direction: Direction;
    readonly margin: number;
  },
): readonly OpenRow[] {
  const isHere = (at: { readonly shift: string }) => at.shift === "clean" || at.shift === shift;
  const own = rungs.filter(isHere).toSorted((a, b) => a.severity - b.severity);
  if (own.length < 2) return [];
  const severities = own.map(({ severity }) => severity);
  const found = crossing(severities, (index) => sign * own[index]!.paired.difference, margin);
  const { lo, hi } = severityInterval(own, { sign, margin });
  // How many standard errors the loser lies above -margin.
  const above = own.map(({ paired }) => sign * paired.statistic(-sign * margin));
  const left = collapsed.filter(isHere).map(({ severity }) => severity);
  const isWithin = above.every((errors) => normalTail(errors) <= level);
  return [{
    row: decisionRow({
      ...configurationColumns(fixed),
      kind: "crossover",
      scheme: loser,
      shift,
      measure,
      against: winner,
      samples: fixed.samples,
      value: finite(found),
      // Where no severity comes near the margin, a few resamples that do are no estimate.
      lo: isWithin ? undefined : finite(lo),
      hi: finite(hi),
      margin,
      p: Math.min(1, own.length * Math.min(...above.map((errors) => normalTail(-errors)))),
      verdict: "",
      note: `Severities ${severities.join(" ")}` +
        (left.length === 0 ? "" : `; float-collapsed ${left.join(" ")}`),
    }),
    family: keyOf(fixed.model, fixed.weights, fixed.calibrator, fixed.calibratorParameter),
    decide: (pHolm) => pHolm <= level ? "loses" : isWithin ? "does-not-lose" : "undecided",
  }];
}

/** What lies beyond the ladder has no number. */
function finite(severity: number): number | undefined {
  return severity < Infinity ? severity : undefined;
}

function severityInterval(
  rungs: readonly Rung[],
  { sign, margin }: { readonly sign: 1 | -1; readonly margin: number },
): Interval {
  const severities = rungs.map(({ severity }) => severity);
  return percentileInterval(
    rungs[0]!.means.map((_, resample) =>
      crossing(severities, (index) => sign * rungs[index]!.means[resample]!, margin)
    ),
  );
}
