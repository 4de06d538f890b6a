import type { Calibrator } from "../calibrate/mod.ts";
import type { ShiftName } from "../data/mod.ts";
import {
  type CalibratedKind,
  isCalibrated,
  type SchemeKind,
  type WeightGranularity,
} from "../quantize/mod.ts";
import type { AccuracyRow } from "../records/mod.ts";
import type { Suite } from "./load.ts";
import type { SuiteCondition } from "./schema.ts";
import type { RunSettings } from "./settings.ts";
import type { ShippedModel } from "./shipped.ts";

/** A phase of the sweep that measures accuracy. */
export type Phase = AccuracyRow["phase"];

/** What is done to the evaluation inputs. */
export interface Condition {
  readonly shift: ShiftName | "clean";
  /** 1 to 5; 0 for clean. */
  readonly severity: number;
}

/** What a static scheme is calibrated on and how. */
export interface Calibration {
  readonly condition: string;
  readonly calibrator: Calibrator;
  readonly size: number;
  readonly draw: number;
}

/**
 * A model under a scheme, or as its maker shipped it. Schemes with static activations alone have a
 * calibration, and what nothing of ours quantizes has no weight granularity.
 */
export type Configuration =
  | { readonly model: string; readonly scheme: "float32" }
  | {
    readonly model: string;
    readonly scheme: Exclude<SchemeKind, "float32" | CalibratedKind>;
    readonly weights: WeightGranularity;
  }
  | {
    readonly model: string;
    readonly scheme: Exclude<CalibratedKind, "mixed">;
    readonly weights: WeightGranularity;
    readonly calibration: Calibration;
  }
  | {
    readonly model: string;
    readonly scheme: "mixed";
    readonly weights: WeightGranularity;
    readonly calibration: Calibration;
    /** Names of the values that are found for each input. */
    readonly dynamic: readonly string[];
  }
  | { readonly model: string; readonly scheme: "as-shipped"; readonly shipped: ShippedModel };

/** What a configuration is calibrated on, where it is. */
export function calibrationOf(configuration: Configuration): Calibration | undefined {
  return "calibration" in configuration ? configuration.calibration : undefined;
}

/** What is compared as scheme mixed, by model: of each candidate the values that are dynamic. */
export type MixedChoices = ReadonlyMap<string, readonly (readonly string[])[]>;

/** Shipped models by the name of their float32 model. */
export type ShippedModels = ReadonlyMap<string, ShippedModel>;

/** One row of accuracy.csv to measure. */
export interface Cell {
  readonly phase: Phase;
  readonly configuration: Configuration;
  readonly condition: Condition;
  /** Of the clean evaluation samples only those of one class: the name of that condition. */
  readonly subset?: { readonly name: string; readonly onlyClass: number };
}

/** The tables that one observing pass of each fold has to give. */
export interface CalibrationRequest {
  readonly model: string;
  readonly condition: SuiteCondition;
  readonly draws: number;
  readonly sizes: readonly number[];
  readonly calibrations: readonly Calibration[];
}

/** The clean evaluation inputs. */
export const clean: Condition = { shift: "clean", severity: 0 };

/** What a calibration condition of a suite does to inputs. */
export function conditionOf({ shift }: Pick<SuiteCondition, "shift">): Condition {
  return shift ? { shift: shift.name, severity: shift.severity } : clean;
}

/** The severity of the shifts that the calibration sweep is also evaluated on. */
const sweepSeverity = 3;

/** The calibrators of the calibration-condition phase. */
const conditionCalibrators: readonly Calibrator["name"][] = ["min-max", "percentile"];

function sweepConditions({ sweepShifts, severities }: RunSettings): readonly Condition[] {
  if (!severities.includes(sweepSeverity)) return [clean];
  return [clean, ...sweepShifts.map((shift) => ({ shift, severity: sweepSeverity }))];
}

function ladderConditions({ shifts, severities }: RunSettings): readonly Condition[] {
  return [clean, ...shifts.flatMap((shift) => severities.map((severity) => ({ shift, severity })))];
}

function calibrationSweep(model: string, settings: RunSettings): readonly Cell[] {
  if (!settings.schemes.includes("static")) return [];
  const { calibrators, sizes, draws, weights: [weights] } = settings;
  return calibrators.flatMap((calibrator) =>
    sizes.flatMap((size) =>
      Array.from({ length: draws }, (_, draw) => ({ condition: "clean", calibrator, size, draw }))
    )
  ).flatMap((calibration) =>
    sweepConditions(settings).map((condition): Cell => ({
      phase: "calibration-sweep",
      configuration: { model, scheme: "static", weights: weights!, calibration },
      condition,
    }))
  );
}

/** A model to plan for, with what its maker shipped, if there is that, and what mixed is of it. */
interface PlannedModel {
  readonly name: string;
  readonly shipped?: ShippedModel | undefined;
  readonly mixed?: readonly (readonly string[])[] | undefined;
}

/** How the schemes with fixed parameters are calibrated where it is not the calibrator that is looked at. */
export function standardCalibration(
  { calibrators, ladderSize }: Pick<RunSettings, "calibrators" | "ladderSize">,
): Calibration {
  return { condition: "clean", calibrator: calibrators[0]!, size: ladderSize, draw: 0 };
}

/**
 * Every scheme under every weight granularity, static once per calibrator; the standard calibration set,
 * draw 0. What nobody shipped is left out. The candidates of mixed have the first weight granularity.
 */
export function ladderConfigurations(
  { name: model, shipped, mixed = [] }: PlannedModel,
  settings: RunSettings,
): readonly Configuration[] {
  const { ladderSize: size, calibrators } = settings;
  return settings.schemes.flatMap((scheme): readonly Configuration[] => {
    if (scheme === "as-shipped") return shipped ? [{ model, scheme, shipped }] : [];
    if (scheme === "float32") return [{ model, scheme }];
    if (scheme === "mixed") {
      const calibration = standardCalibration(settings);
      const weights = settings.weights[0]!;
      return mixed.map((dynamic) => ({ model, scheme, weights, calibration, dynamic }));
    }
    return settings.weights.flatMap((weights): readonly Configuration[] => {
      if (!isCalibrated(scheme)) return [{ model, scheme, weights }];
      const used = scheme === "static" ? calibrators : calibrators.slice(0, 1);
      return used.map((calibrator) => ({
        model,
        scheme,
        weights,
        calibration: { condition: "clean", calibrator, size, draw: 0 },
      }));
    });
  });
}

function shiftLadder(model: PlannedModel, settings: RunSettings): readonly Cell[] {
  return ladderConfigurations(model, settings).flatMap((configuration) =>
    ladderConditions(settings).map((condition): Cell => ({
      phase: "shift-ladder",
      configuration,
      condition,
    }))
  );
}

function calibrationConditions(
  { name: model, shipped }: PlannedModel,
  suite: Suite,
  settings: RunSettings,
): readonly Cell[] {
  const { ladderSize: size, schemes } = settings;
  const weights = settings.weights[0]!;
  if (suite.calibrationConditions.length < 2 || !schemes.includes("static")) return [];
  const calibrators = settings.calibrators.filter(({ name }) =>
    conditionCalibrators.includes(name)
  );
  const calibrated = calibrators.flatMap((calibrator) =>
    suite.calibrationConditions.map(({ name }): Configuration => ({
      model,
      scheme: "static",
      weights,
      calibration: { condition: name, calibrator, size, draw: 0 },
    }))
  );
  const uncalibrated: readonly Configuration[] = [
    ...(schemes.includes("float32") ? [{ model, scheme: "float32" } as const] : []),
    ...(schemes.includes("dynamic") ? [{ model, scheme: "dynamic", weights } as const] : []),
    ...(schemes.includes("as-shipped") && shipped
      ? [{ model, scheme: "as-shipped", shipped } as const]
      : []),
  ];
  return [...uncalibrated, ...calibrated].flatMap((configuration) =>
    suite.calibrationConditions.map(({ name, shift, onlyClass }): Cell => ({
      phase: "calibration-condition",
      configuration,
      condition: conditionOf({ shift }),
      ...(onlyClass !== undefined && { subset: { name, onlyClass } }),
    }))
  );
}

/** Every cell of a run, in the order of accuracy.csv; those of mixed once its candidates are known. */
export function planCells(
  suite: Suite,
  settings: RunSettings,
  { shipped = new Map(), mixed = new Map() }: {
    readonly shipped?: ShippedModels;
    readonly mixed?: MixedChoices;
  } = {},
): readonly Cell[] {
  return settings.models.flatMap((name) => {
    const model = { name, shipped: shipped.get(name), mixed: mixed.get(name) };
    return [
      ...calibrationSweep(name, settings),
      ...shiftLadder(model, settings),
      ...calibrationConditions(model, suite, settings),
    ];
  });
}

/** The observing passes that the cells of a run, and mixed, need: one a model and calibration condition. */
export function planCalibrations(
  suite: Suite,
  settings: RunSettings,
  cells: readonly Cell[],
): readonly CalibrationRequest[] {
  const standard = settings.schemes.includes("mixed") ? [standardCalibration(settings)] : [];
  return settings.models.flatMap((model) =>
    suite.calibrationConditions.flatMap((condition): readonly CalibrationRequest[] => {
      const wanted = new Map(
        cells.map(({ configuration }) => configuration)
          .filter((configuration) => configuration.model === model)
          .map(calibrationOf)
          .filter((calibration) => calibration !== undefined)
          .concat(standard)
          .filter((calibration) => calibration.condition === condition.name)
          .map((calibration) => [calibrationKey(calibration), calibration] as const),
      );
      if (wanted.size === 0) return [];
      const calibrations = [...wanted.values()];
      return [{
        model,
        condition,
        draws: Math.max(...calibrations.map(({ draw }) => draw)) + 1,
        sizes: [...new Set(calibrations.map(({ size }) => size))].sort((a, b) => a - b),
        calibrations,
      }];
    })
  );
}

/** A name for a calibration, unique within a model. */
export function calibrationKey({ condition, calibrator, size, draw }: Calibration): string {
  return JSON.stringify([condition, calibrator, size, draw]);
}
