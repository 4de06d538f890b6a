import {
  type AccuracyMeasure,
  decisions,
  scoreAuc,
  scoreFidelity,
  scoreTop1,
} from "../measure/mod.ts";
import type { AccuracyRow, Outcomes } from "../records/mod.ts";
import { sqnrDb } from "../statistics/mod.ts";
import {
  calibrationWarningsOf,
  configurationColumns,
  evaluationOfCell,
  float32OfCell,
  type MeasuredRun,
  pick,
  positionsOf,
  rounded,
} from "./measured_run.ts";
import type { Evaluation } from "./messages.ts";
import { type Cell, clean } from "./plan.ts";

/** Warnings about a cell, beside those of its calibration. */
export const accuracyWarnings = {
  "float-collapsed":
    "float32 itself keeps less than half of its clean accuracy above chance: shown, not for decisions",
  "non-finite": "A logit is NaN or infinite: there is no SQNR",
  "small-subset": "Fewer than 100 evaluation samples: the interval is wide",
} as const;

/** The rows of accuracy.csv, in the order of the cells. */
export function accuracyRows(run: MeasuredRun): readonly AccuracyRow[] {
  return run.cells.map((cell) => accuracyRow(run, cell));
}

function accuracyRow(run: MeasuredRun, cell: Cell): AccuracyRow {
  const { configuration, condition, subset } = cell;
  const evaluation = evaluationOfCell(run, cell);
  const measure = measureOf(run, cell, {
    evaluation,
    float32: float32OfCell(run, cell),
    positions: positionsOf(cell, run.labels),
  });
  const energy = subset ? undefined : evaluation.energy;
  return {
    suite: run.suite,
    phase: cell.phase,
    ...configurationColumns(configuration),
    shift: subset?.name ?? condition.shift,
    severity: condition.severity,
    folds: run.folds.length,
    ...measure,
    sqnrDb: energy && rounded(sqnrDb(energy.signal, energy.noise)),
    warnings: warningsOf(run, cell, { evaluation, samples: measure.samples }).join(" "),
  };
}

interface Compared {
  readonly evaluation: Evaluation;
  readonly float32: Evaluation;
  readonly positions?: readonly number[] | undefined;
}

/** The metric of a cell, and how far it is from float32. */
function measureOf(
  { metric, labels, thresholds }: MeasuredRun,
  { configuration: { model } }: Pick<Cell, "configuration">,
  { evaluation, float32, positions }: Compared,
): AccuracyMeasure {
  switch (metric) {
    case "auc":
      return scoreAuc(evaluation.scores!, {
        labels: labels!,
        float32: float32.scores!,
        threshold: thresholds.get(model)!,
      });
    case "fidelity":
      return scoreFidelity(evaluation, { float32: float32.classes });
    case "top-1":
      return scoreTop1(
        {
          classes: pick(evaluation.classes, positions),
          tied: positions
            ? evaluation.tied.filter((position) => positions.includes(position))
            : evaluation.tied,
        },
        { labels: pick(labels!, positions), float32: pick(float32.classes, positions) },
      );
  }
}

function warningsOf(
  run: MeasuredRun,
  cell: Cell,
  { evaluation, samples }: { readonly evaluation: Evaluation; readonly samples: number },
): readonly string[] {
  return [
    ...calibrationWarningsOf(run, cell.configuration),
    ...(hasCollapsed(run, cell) ? ["float-collapsed"] : []),
    ...(evaluation.energy ? [] : ["non-finite"]),
    ...(samples < 100 ? ["small-subset"] : []),
  ];
}

/** Whether float32 keeps less than half of its clean accuracy above chance. */
export function hasCollapsed(run: MeasuredRun, { configuration, condition }: Cell): boolean {
  if (run.metric === "fidelity") return false;
  const chance = run.metric === "auc" ? 0.5 : 1 / run.classCount;
  const above = (at: Cell["condition"]) => {
    const float32 = float32OfCell(run, { configuration, condition: at });
    return measureOf(run, { configuration }, { evaluation: float32, float32 }).value - chance;
  };
  return above(condition) < above(clean) / 2;
}

/** outcomes.bin: what every cell said about every sample. */
export function outcomesOf(run: MeasuredRun): Outcomes {
  const { labels, metric } = run;
  const subsets = new Map(
    run.cells.filter(({ subset }) => subset !== undefined)
      .map((cell) => [cell.subset!.name, positionsOf(cell, labels)!] as const),
  );
  const evaluations = run.cells.map((cell) => evaluationOfCell(run, cell));
  return {
    header: {
      suite: run.suite,
      metric,
      ids: run.evaluationIds,
      ...(labels && { labels: [...labels] }),
      subsets: Object.fromEntries(subsets),
      cells: run.cells.map(({ subset }) => subset ? { subset: subset.name } : {}),
    },
    classes: run.cells.map((cell, index) => {
      const { classes, scores } = evaluations[index]!;
      return scores
        ? decisions(scores, run.thresholds.get(cell.configuration.model)!)
        : pick(classes, positionsOf(cell, labels));
    }),
    ...(metric === "auc" && { scores: evaluations.map(({ scores }) => scores!) }),
  };
}
