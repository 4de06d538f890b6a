import { calibrationWarningCodes, calibratorParameter } from "../calibrate/mod.ts";
import { scoreTop1 } from "../measure/mod.ts";
import type { AccuracyRow, LayerRow, Outcomes } from "../records/mod.ts";
import { sqnrDb } from "../statistics/mod.ts";
import {
  type CalibrationTables,
  candidateOf,
  evaluationOf,
  type Evaluations,
  tableKey,
} from "./evaluations.ts";
import type { Evaluation } from "./messages.ts";
import { calibrationOf, type Cell, clean, type Configuration } from "./plan.ts";
import type { RunSettings } from "./settings.ts";

/** Warnings about a cell, beside those of its calibration. */
export const accuracyWarnings = {
  "float-collapsed":
    "float32 itself keeps less than half of its clean accuracy above chance: shown, not for decisions",
  "non-finite": "A logit is NaN or infinite: there is no SQNR",
  "small-subset": "Fewer than 100 evaluation samples: the interval is wide",
} as const;

/** What every row is made from. */
export interface MeasuredRun {
  readonly suite: string;
  readonly settings: RunSettings;
  readonly cells: readonly Cell[];
  readonly tables: CalibrationTables;
  readonly evaluations: Evaluations;
  readonly evaluationIds: readonly number[];
  readonly labels: Uint16Array;
  readonly classCount: number;
}

/** The columns that say which configuration a row is about. */
export function configurationColumns(configuration: Configuration) {
  const calibration = calibrationOf(configuration);
  return {
    model: configuration.model,
    scheme: configuration.scheme,
    weights: "weights" in configuration ? configuration.weights : undefined,
    calibrator: calibration?.calibrator.name,
    calibratorParameter: calibration && calibratorParameter(calibration.calibrator),
    calibrationSize: calibration?.size,
    draw: calibration?.draw,
    calibrationCondition: calibration?.condition,
  };
}

/** Positions of the samples of a cell's subset. */
function positionsOf({ subset }: Cell, labels: Uint16Array): readonly number[] | undefined {
  if (subset === undefined) return undefined;
  return [...labels.keys()].filter((position) => labels[position] === subset.onlyClass);
}

function pick(values: Uint16Array, positions: readonly number[] | undefined): Uint16Array {
  return positions ? Uint16Array.from(positions, (position) => values[position]!) : values;
}

/** The rows of accuracy.csv, in the order of the cells. */
export function accuracyRows(run: MeasuredRun): readonly AccuracyRow[] {
  return run.cells.map((cell) => accuracyRow(run, cell));
}

function accuracyRow(run: MeasuredRun, cell: Cell): AccuracyRow {
  const { tables, evaluations, labels } = run;
  const { configuration, condition, subset } = cell;
  const { model } = configuration;
  const candidate = candidateOf(configuration, tables).key;
  const evaluation = evaluationOf(evaluations, { model, candidate, condition });
  const float32 = evaluationOf(evaluations, { model, candidate: "float32", condition });
  const positions = positionsOf(cell, labels);
  const measure = scoreTop1(
    {
      classes: pick(evaluation.classes, positions),
      tied: positions
        ? evaluation.tied.filter((position) => positions.includes(position))
        : evaluation.tied,
    },
    { labels: pick(labels, positions), float32: pick(float32.classes, positions) },
  );
  const energy = subset ? undefined : evaluation.energy;
  return {
    suite: run.suite,
    phase: cell.phase,
    ...configurationColumns(configuration),
    shift: subset?.name ?? condition.shift,
    severity: condition.severity,
    metric: "top-1",
    folds: 1,
    ...measure,
    sqnrDb: energy && rounded(sqnrDb(energy.signal, energy.noise)),
    warnings: warningsOf(run, cell, { evaluation, samples: measure.samples }).join(" "),
  };
}

/** Six decimals: as much as anyone reads, and the same on every machine. */
function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 1e6) / 1e6;
}

function warningsOf(
  run: MeasuredRun,
  { configuration, condition }: Cell,
  { evaluation, samples }: { readonly evaluation: Evaluation; readonly samples: number },
): readonly string[] {
  const { model } = configuration;
  const calibration = calibrationOf(configuration);
  const table = calibration && run.tables.get(tableKey(model, calibration));
  const noticed = new Set([...table?.ranges.values() ?? []].flatMap(({ warnings }) => warnings));
  return [
    ...calibrationWarningCodes.filter((code) => noticed.has(code)),
    ...(hasCollapsed(run, model, condition) ? ["float-collapsed"] : []),
    ...(evaluation.energy ? [] : ["non-finite"]),
    ...(samples < 100 ? ["small-subset"] : []),
  ];
}

/** Whether float32 keeps less than half of its clean accuracy above chance. */
function hasCollapsed(run: MeasuredRun, model: string, condition: Cell["condition"]): boolean {
  const chance = 1 / run.classCount;
  const above = (at: Cell["condition"]) => {
    const { classes } = evaluationOf(run.evaluations, {
      model,
      candidate: "float32",
      condition: at,
    });
    return classes.filter((c, i) => c === run.labels[i]).length / classes.length - chance;
  };
  return above(condition) < above(clean) / 2;
}

/** The rows of layers.csv: every layer of every cell of the shift ladder but float32. */
export function layerRows(run: MeasuredRun): readonly LayerRow[] {
  return run.cells
    .filter(({ phase, configuration }) =>
      phase === "shift-ladder" && configuration.scheme !== "float32"
    )
    .flatMap(({ configuration, condition }) => {
      const { model } = configuration;
      const candidate = candidateOf(configuration, run.tables).key;
      const { layers } = evaluationOf(run.evaluations, { model, candidate, condition });
      const { calibratorParameter: _, draw: __, calibrationCondition: ___, ...columns } =
        configurationColumns(configuration);
      return (layers ?? []).map((layer): LayerRow => ({
        suite: run.suite,
        ...columns,
        shift: condition.shift,
        severity: condition.severity,
        layer: layer.layer,
        op: layer.op,
        position: layer.position,
        samples: run.settings.layerSamples,
        sqnrDb: rounded(finiteSqnr(layer)),
        clipRate: layer.clipped === undefined ? undefined : layer.clipped / layer.elements,
        headroom: rounded(layer.headroom),
      }));
    });
}

function finiteSqnr(
  { signal, noise }: { readonly signal: number; readonly noise: number },
): number | undefined {
  return Number.isFinite(signal) && Number.isFinite(noise) ? sqnrDb(signal, noise) : undefined;
}

/** outcomes.bin: what every cell said about every sample. */
export function outcomesOf(run: MeasuredRun): Outcomes {
  const subsets = new Map(
    run.cells.filter(({ subset }) => subset !== undefined)
      .map((cell) => [cell.subset!.name, positionsOf(cell, run.labels)!] as const),
  );
  return {
    header: {
      suite: run.suite,
      metric: "top-1",
      ids: run.evaluationIds,
      labels: [...run.labels],
      subsets: Object.fromEntries(subsets),
      cells: run.cells.map(({ subset }) => subset ? { subset: subset.name } : {}),
    },
    classes: run.cells.map((cell) => {
      const { configuration: { model }, condition } = cell;
      const candidate = candidateOf(cell.configuration, run.tables).key;
      const { classes } = evaluationOf(run.evaluations, { model, candidate, condition });
      return pick(classes, positionsOf(cell, run.labels));
    }),
  };
}
