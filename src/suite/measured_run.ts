import { calibrationWarningCodes, calibratorParameter } from "../calibrate/mod.ts";
import { youdenThreshold } from "../measure/mod.ts";
import type { MetricName } from "../records/mod.ts";
import { evaluationOf, type MeasuredFold, tableKey } from "./evaluations.ts";
import type { Evaluation } from "./messages.ts";
import { calibrationOf, type Cell, clean, type Configuration } from "./plan.ts";
import type { RunSettings } from "./settings.ts";

/** What every row is made from. */
export interface MeasuredRun {
  readonly suite: string;
  readonly metric: MetricName;
  readonly settings: RunSettings;
  readonly cells: readonly Cell[];
  readonly folds: readonly MeasuredFold[];
  /** Evaluation samples of all folds, one after the other. */
  readonly evaluationIds: readonly number[];
  /** Absent where samples have no labels. */
  readonly labels: Uint16Array | undefined;
  readonly classCount: number;
  /** By model, with metric auc: the threshold that a device would have. */
  readonly thresholds: ReadonlyMap<string, number>;
}

/** The columns that say which configuration a row is about. */
export function configurationColumns(configuration: Configuration) {
  const calibration = calibrationOf(configuration);
  return {
    model: configuration.model,
    scheme: configuration.scheme,
    weights: "weights" in configuration ? configuration.weights : undefined,
    dynamicValues: configuration.scheme === "mixed" ? configuration.dynamic.length : undefined,
    calibrator: calibration?.calibrator.name,
    calibratorParameter: calibration && calibratorParameter(calibration.calibrator),
    calibrationSize: calibration?.size,
    draw: calibration?.draw,
    calibrationCondition: calibration?.condition,
  };
}

/** The evaluation of a cell. */
export function evaluationOfCell(
  { folds }: Pick<MeasuredRun, "folds">,
  { configuration, condition }: Cell,
): Evaluation {
  return evaluationOf(folds, configuration, condition);
}

/** The evaluation of float32 on the condition of a cell. */
export function float32OfCell(
  { folds }: Pick<MeasuredRun, "folds">,
  { configuration: { model }, condition }: Pick<Cell, "configuration" | "condition">,
): Evaluation {
  return evaluationOf(folds, { model, scheme: "float32" }, condition);
}

/** Positions of the samples of a cell's subset; absent for all of them. */
export function positionsOf(
  { subset }: Cell,
  labels: Uint16Array | undefined,
): readonly number[] | undefined {
  if (subset === undefined || labels === undefined) return undefined;
  return [...labels.keys()].filter((position) => labels[position] === subset.onlyClass);
}

/** The values at some positions, or all. */
export function pick(values: Uint16Array, positions: readonly number[] | undefined): Uint16Array {
  return positions ? Uint16Array.from(positions, (position) => values[position]!) : values;
}

/** Six decimals: as much as anyone reads, and the same on every machine. */
export function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 1e6) / 1e6;
}

/** The warnings of the calibration of a configuration, in all folds. */
export function calibrationWarningsOf(
  { folds }: Pick<MeasuredRun, "folds">,
  configuration: Configuration,
): readonly string[] {
  const calibration = calibrationOf(configuration);
  if (calibration === undefined) return [];
  const key = tableKey(configuration.model, calibration);
  const noticed = new Set(
    folds.flatMap(({ tables }) =>
      [...tables.get(key)?.ranges.values() ?? []].flatMap(({ warnings }) => warnings)
    ),
  );
  return calibrationWarningCodes.filter((code) => noticed.has(code));
}

/** The threshold of each model that cells are about: chosen on what float32 gives clean inputs. */
export function thresholdsOf(
  folds: readonly MeasuredFold[],
  { metric, cells, labels }: Pick<MeasuredRun, "metric" | "cells" | "labels">,
): ReadonlyMap<string, number> {
  if (metric !== "auc" || labels === undefined) return new Map();
  const models = new Set(cells.map(({ configuration }) => configuration.model));
  return new Map([...models].map((model) => {
    const { scores } = evaluationOf(folds, { model, scheme: "float32" }, clean);
    return [model, youdenThreshold(scores!, labels)];
  }));
}
