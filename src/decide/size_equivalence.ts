import type { DecisionRow } from "../records/mod.ts";
import {
  crossedMeans,
  equivalenceP,
  mean,
  percentileInterval,
  standardDeviation,
} from "../statistics/mod.ts";
import { type MeasuredCell, measuredCells } from "./cells.ts";
import type { DecisionContext, DecisionInput } from "./decision_input.ts";
import type { Truth } from "./measures.ts";
import { type Paired, pairedMeasures } from "./paired.ts";
import { configurationColumns, decisionRow, groupsOf, keyOf } from "./rows.ts";
import { withPseudoSamples } from "./resamples.ts";
import { differenceVerdict } from "./verdicts.ts";

/**
 * `size-equivalence`: each calibration size less the largest, of one model and calibrator on clean inputs,
 * mean over the draws that both have. A draw of one size is the beginning of the same draw of another, so
 * the two are paired by draw and sample; both are resampled.
 */
export function sizeEquivalences(
  { accuracy, outcomes }: DecisionInput,
  context: DecisionContext,
): readonly DecisionRow[] {
  const cells = measuredCells(
    accuracy,
    outcomes,
    ({ phase, scheme, shift, calibrationSize, draw }) =>
      phase === "calibration-sweep" && scheme === "static" && shift === "clean" &&
      calibrationSize !== undefined && draw !== undefined,
  );
  const reference = new Map(
    measuredCells(
      accuracy,
      outcomes,
      ({ scheme, shift, severity }) => scheme === "float32" && shift === "clean" && severity === 0,
    ).filter(({ subset }) => subset === undefined).map((cell) => [cell.row.model, cell.classes]),
  );
  const series = groupsOf(
    cells,
    ({ row }) => keyOf(row.model, row.weights, row.calibrator, row.calibratorParameter),
  );
  return series.flatMap((own) => {
    const largest = Math.max(...own.map(sizeOf));
    const sizes = [...new Set(own.map(sizeOf))].filter((size) => size < largest);
    const { model } = own[0]!.row;
    const truth: Truth = {
      metric: outcomes.header.metric,
      labels: own[0]!.labels,
      float32: reference.get(model),
    };
    const drawsOf = (size: number) =>
      new Map(own.filter((cell) => sizeOf(cell) === size).map((cell) => [cell.row.draw, cell]));
    const last = drawsOf(largest);
    return sizes.toSorted((a, b) => a - b).flatMap((size) => {
      const pairs = [...drawsOf(size)]
        .flatMap(([draw, cell]) => last.has(draw) ? [[cell, last.get(draw)!] as const] : []);
      if (pairs.length === 0) return [];
      const draws = pairs.map(([first, second]) => pairedMeasures(first, second, truth));
      return draws[0]!.flatMap(({ measure }) => {
        const own = draws.flatMap((ofDraw) => ofDraw.find((one) => one.measure === measure) ?? []);
        // An AUC that some draw does not have says nothing over draws.
        if (own.length < draws.length) return [];
        return [rowOf(pairs[0]![0], own, { largest, context })];
      });
    });
  });
}

function sizeOf({ row }: MeasuredCell): number {
  return row.calibrationSize!;
}

function rowOf(
  { row }: MeasuredCell,
  draws: readonly Paired[],
  { largest, context: { margin, poolSamples, resamples } }: {
    readonly largest: number;
    readonly context: DecisionContext;
  },
): DecisionRow {
  const { measure } = draws[0]!;
  const columns = draws.map((draw) =>
    measure === "auc" ? draw.vector() : withPseudoSamples(draw.vector())
  );
  const means = crossedMeans(columns, {
    rows: resamples("samples", columns[0]!.length),
    columns: resamples("draws", columns.length),
  });
  const value = mean(draws.map(({ difference }) => difference));
  const { lo, hi } = percentileInterval(means);
  const error = standardErrorOf(means, { measure, margin, samples: row.samples });
  const p = equivalenceP({
    aboveLower: (value + margin) / error,
    belowUpper: (margin - value) / error,
  });
  return decisionRow({
    ...configurationColumns(row),
    kind: "size-equivalence",
    shift: "clean",
    severity: 0,
    measure,
    against: `size ${largest}`,
    samples: row.samples,
    draws: draws.length,
    value,
    lo,
    hi,
    margin,
    p,
    verdict: differenceVerdict(value, { equivalent: p, differs: lo > 0 || hi < 0 ? 0 : 1 }),
    note: poolNote(draws.length, largest, poolSamples),
  });
}

/**
 * The standard error that equivalence is judged by: that of the resamples, and of shares no less than what it
 * is where they do differ by the margin, and all in the same samples. Few samples that tell two sizes apart,
 * or none, are no proof that few would.
 */
function standardErrorOf(
  means: Float64Array,
  { measure, margin, samples }: {
    readonly measure: Paired["measure"];
    readonly margin: number;
    readonly samples: number;
  },
): number {
  const error = standardDeviation([...means])!;
  return measure === "auc" ? error : Math.max(error, Math.sqrt(margin * (1 - margin) / samples));
}

/** How far the draws are those of a pool without end. */
export function poolNote(
  draws: number,
  largest: number,
  poolSamples: number | undefined,
): string {
  if (draws === 1) return "One draw: says nothing of others";
  if (poolSamples === undefined) return "Pool of unknown size: not corrected for";
  const share = (100 * largest / poolSamples).toFixed(0);
  return `Pool of ${poolSamples}: two draws of ${largest} share ${share} %; not corrected for`;
}
