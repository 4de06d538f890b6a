import type { AccuracyRow, ComparedMeasure, OutcomesHeader } from "../records/mod.ts";
import { resampledMeans } from "../statistics/mod.ts";
import { hasCollapsed, type MeasuredCell } from "./cells.ts";
import { type Paired, pairedMeasures } from "./paired.ts";
import { type Resamples, withPseudoSamples } from "./resamples.ts";
import { groupsOf, keyOf } from "./rows.ts";

/** Static less dynamic at one severity of a shift, in one measure. */
export interface Rung {
  readonly shift: string;
  readonly severity: number;
  readonly paired: Paired;
  /** The difference in every resample of the samples. */
  readonly means: Float64Array;
}

/** Static under one calibrator less dynamic with the same weights, on a shift ladder. */
export interface Ladder {
  readonly fixed: AccuracyRow;
  readonly measure: ComparedMeasure;
  /** Of every shift and of clean, where float32 has not collapsed. */
  readonly rungs: readonly Rung[];
  /** Conditions at which it has. */
  readonly collapsed: readonly Pick<AccuracyRow, "shift" | "severity">[];
}

/** The ladders of one model: of every static configuration that there is dynamic for, by measure. */
export function laddersOf(
  cells: readonly MeasuredCell[],
  { metric, resamples }: {
    readonly metric: OutcomesHeader["metric"];
    readonly resamples: Resamples;
  },
): readonly Ladder[] {
  const place = ({ row }: MeasuredCell) => keyOf(row.shift, row.severity);
  const ofScheme = (scheme: string) => cells.filter(({ row }) => row.scheme === scheme);
  const float32 = new Map(ofScheme("float32").map((cell) => [place(cell), cell.classes]));
  const collapsed = new Map(
    cells.filter(({ row }) => hasCollapsed(row)).map((cell) => [place(cell), cell.row]),
  );
  const dynamics = new Map(
    ofScheme("dynamic").map((cell) => [keyOf(place(cell), cell.row.weights), cell]),
  );
  const configurations = groupsOf(
    ofScheme("static"),
    ({ row }) => keyOf(row.weights, row.calibrator, row.calibratorParameter),
  );
  return configurations.flatMap((own) => {
    const rungs = own.flatMap((cell): readonly Rung[] => {
      const { shift, severity, weights } = cell.row;
      const dynamic = dynamics.get(keyOf(place(cell), weights));
      if (dynamic === undefined || collapsed.has(place(cell))) return [];
      const truth = { metric, labels: cell.labels, float32: float32.get(place(cell)) };
      return pairedMeasures(cell, dynamic, truth)
        .map((paired) => ({ shift, severity, paired, means: meansOf(paired, resamples) }));
    });
    return groupsOf(rungs, ({ paired }) => paired.measure).map((ofMeasure) => ({
      fixed: own[0]!.row,
      measure: ofMeasure[0]!.paired.measure,
      rungs: ofMeasure,
      collapsed: [...collapsed.values()],
    }));
  });
}

function meansOf(paired: Paired, resamples: Resamples): Float64Array {
  const vector = paired.vector();
  const values = paired.measure === "auc" ? vector : withPseudoSamples(vector);
  return resampledMeans(values, resamples("samples", values.length));
}
