import { type Calibrator, calibratorNames, defaultCalibrators } from "../calibrate/mod.ts";
import {
  type Domain,
  severities,
  type ShiftName,
  shiftsOf,
  standardShifts,
  sweepShifts,
} from "../data/mod.ts";
import { type KernelSetName } from "../kernels/mod.ts";
import { type ComparedKind, comparedKinds, type WeightGranularity } from "../quantize/mod.ts";
import { UsageError, UserError } from "./error.ts";
import type { Suite } from "./load.ts";

/** How much of the sweep a run does. */
export const runModes = ["quick", "default", "full"] as const;

/** The name of a run mode. */
export type RunMode = typeof runModes[number];

/** How long latency is measured. */
export interface LatencySettings {
  readonly minBlocks: number;
  readonly maxBlocks: number;
  readonly blockUs: number;
  readonly targetShare: number;
}

/** Everything that decides what a run computes: same settings, same bytes. */
export interface RunSettings {
  readonly mode: RunMode;
  readonly seed: number;
  readonly models: readonly string[];
  readonly schemes: readonly ComparedKind[];
  /** The first is that of the sweep and of the calibration conditions; the ladder has all. */
  readonly weights: readonly WeightGranularity[];
  readonly calibrators: readonly Calibrator[];
  /** Calibration-set sizes of the calibration sweep, ascending. */
  readonly sizes: readonly number[];
  readonly draws: number;
  /** Calibration-set size of every other phase. */
  readonly ladderSize: number;
  readonly shifts: readonly ShiftName[];
  /** Those of them that the calibration sweep is also evaluated on. */
  readonly sweepShifts: readonly ShiftName[];
  readonly severities: readonly number[];
  /** Evaluation samples. */
  readonly samples: number;
  /** Samples of these that the layers are compared on. */
  readonly layerSamples: number;
  /** Ids that may calibrate, in this order, instead of seeded draws. */
  readonly calibrationIds: readonly number[] | undefined;
}

/** What a person may ask for; everything else follows from the mode and the suite. */
export interface RunRequest {
  readonly mode: RunMode;
  readonly seed?: number | undefined;
  readonly models?: readonly string[] | undefined;
  readonly schemes?: readonly ComparedKind[] | undefined;
  readonly weights?: readonly WeightGranularity[] | undefined;
  readonly calibrators?: readonly Calibrator[] | undefined;
  readonly sizes?: readonly number[] | undefined;
  readonly draws?: number | undefined;
  readonly shifts?: readonly ShiftName[] | undefined;
  readonly severities?: readonly number[] | undefined;
  readonly samples?: number | undefined;
  readonly calibrationIds?: readonly number[] | undefined;
}

/** How a run is carried out: changes time, never results. */
export interface RunExecution {
  readonly workers: number;
  readonly kernels: KernelSetName;
}

const tenSizes = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000];

/** Sizes, draws and evaluation samples of each mode (DESIGN: fixed cells, no cross product). */
const modes: Readonly<
  Record<RunMode, {
    readonly sizes: readonly number[];
    readonly draws: number;
    readonly samples: number;
  }>
> = {
  quick: { sizes: [100, 500, 1000], draws: 2, samples: 200 },
  default: { sizes: tenSizes, draws: 3, samples: 1000 },
  full: { sizes: tenSizes, draws: 20, samples: Infinity },
};

/** The calibration-set size of the shift ladder and the calibration conditions. */
const standardSize = 500;

/** Samples that the layers are compared on, at most. */
const layerSampleLimit = 200;

/** Model inputs of these samples, at most: a clip of many windows is many. */
const layerInputLimit = 4000;

/** Bytes of these inputs, at most: they are held at once. */
const layerBytesLimit = 64 * 2 ** 20;

/** What the data of a suite have to offer. */
export interface AvailableData {
  /** Model inputs that may calibrate, in the smallest fold. */
  readonly pool: number;
  /**
   * Model inputs that a sample gives.
   * @default {1}
   */
  readonly inputsPerSample?: number;
  /** Samples that are evaluated, and the folds that they are in. */
  readonly evaluation: number;
  readonly folds: number;
  readonly domain: Domain;
  /** Model inputs that one sample gives, and their bytes as float32. */
  readonly sampleInputs: number;
  readonly sampleBytes: number;
}

/** Settings, and what was left out of the mode's because the data do not have it. */
export interface ResolvedSettings {
  readonly settings: RunSettings;
  readonly sizesLeftOut: readonly number[];
}

/** Latency: blocks until every ratio is known to 2 %, or just a few. */
export function latencySettings(mode: RunMode): LatencySettings {
  return mode === "quick"
    ? { minBlocks: 8, maxBlocks: 12, blockUs: 4000, targetShare: 0.02 }
    : { minBlocks: 20, maxBlocks: 120, blockUs: 4000, targetShare: 0.02 };
}

/**
 * The settings of a run: the request over the mode's defaults, checked against suite and data. Sizes of
 * the mode above the pool are left out.
 *
 * @throws {UsageError} When the suite has no such model, or a size, draw, severity or sample count
 * does not fit the data: says what to type instead.
 */
export function resolveSettings(
  suite: Suite,
  request: RunRequest,
  available: AvailableData,
): ResolvedSettings {
  const defaults = modes[request.mode];
  const { inputsPerSample = 1 } = available;
  const listed = request.calibrationIds && request.calibrationIds.length * inputsPerSample;
  const poolSize = listed ?? available.pool;
  const fitting = defaults.sizes.filter((size) => size <= poolSize);
  const sizes = request.sizes ?? (fitting.length > 0 ? fitting : [poolSize]);
  const samples = request.samples ?? Math.min(defaults.samples, available.evaluation);
  const models = request.models ?? suite.models.map(({ name }) => name);
  const shifts = request.shifts ?? shiftsFor(suite, request.mode, available.domain);
  const settings: RunSettings = {
    mode: request.mode,
    seed: request.seed ?? 0,
    models,
    schemes: request.schemes ?? schemesFor(suite, models, request.mode),
    weights: request.weights ?? suite.weights,
    calibrators: request.calibrators ?? calibratorNames.map((name) => defaultCalibrators[name]),
    sizes,
    draws: request.calibrationIds ? 1 : request.draws ?? defaults.draws,
    ladderSize: sizes.includes(standardSize) ? standardSize : closest(sizes, standardSize),
    shifts,
    sweepShifts: sweepShifts(available.domain).filter((shift) => shifts.includes(shift)),
    severities: request.severities ?? severities,
    samples,
    layerSamples: Math.min(
      samples,
      layerSampleLimit,
      Math.max(
        available.folds,
        Math.floor(
          Math.min(
            layerInputLimit / available.sampleInputs,
            layerBytesLimit / available.sampleBytes,
          ),
        ),
      ),
    ),
    calibrationIds: request.calibrationIds,
  };
  checkSettings(settings, suite, { ...available, pool: poolSize });
  const leftOut = request.sizes || request.calibrationIds
    ? []
    : defaults.sizes.filter((size) => !sizes.includes(size));
  return { settings, sizesLeftOut: leftOut };
}

/**
 * The shifts of a suite: its own, or what is usual for its data; all of these where all are asked for.
 * Offset is among them where the suite says how much.
 */
function shiftsFor(suite: Suite, mode: RunMode, domain: Domain): readonly ShiftName[] {
  if (mode !== "full" && suite.shifts !== undefined) return suite.shifts;
  const usual = mode === "full" ? shiftsOf(domain) : standardShifts(domain);
  return usual.filter((shift) => shift !== "offset" || suite.ladders.offset !== undefined);
}

/**
 * All that can be compared: as-shipped where one of the models has a shipped file; not mixed in a quick
 * run, whose time its candidates would add a fifth to.
 */
function schemesFor(
  suite: Suite,
  models: readonly string[],
  mode: RunMode,
): readonly ComparedKind[] {
  const shipped = shippedNames(suite).some((name) => models.includes(name));
  return comparedKinds.filter((kind) =>
    kind === "as-shipped" ? shipped : kind !== "mixed" || mode !== "quick"
  );
}

/** Names of the models of a suite that have a shipped file. */
function shippedNames({ models }: Suite): readonly string[] {
  return models.filter(({ shipped }) => shipped !== undefined).map(({ name }) => name);
}

function closest(sizes: readonly number[], target: number): number {
  return sizes.reduce((best, size) =>
    Math.abs(size - target) < Math.abs(best - target) ? size : best
  );
}

function checkSettings(settings: RunSettings, suite: Suite, available: AvailableData): void {
  const known = suite.models.map(({ name }) => name);
  const unknown = settings.models.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `Cannot run model "${unknown}": suite "${suite.name}" has ${known.join(", ")}; ` +
        `type --models ${known[0]}`,
    );
  }
  checkShipped(settings, suite);
  checkShifts(settings, suite, available.domain);
  const largest = settings.sizes.at(-1)!;
  if (largest > available.pool) {
    throw new UsageError(
      `Cannot calibrate on ${largest} samples: the calibration pool of suite "${suite.name}" has ` +
        `${available.pool}; type --sizes ${
          available.pool < 100
            ? available.pool
            : `100:${Math.floor(available.pool / 100) * 100}:100`
        }`,
    );
  }
  if (settings.samples > available.evaluation || settings.samples < available.folds) {
    throw new UsageError(
      `Cannot evaluate ${settings.samples} samples: suite "${suite.name}" has ` +
        `${available.evaluation} to evaluate, in ${available.folds} parts; type --samples ` +
        `${available.evaluation}`,
    );
  }
}

/** Checks that the shifts suit the data, and that offset has its ladder. */
function checkShifts(
  { shifts }: RunSettings,
  { name, ladders, calibrationConditions }: Suite,
  domain: Domain,
): void {
  const known = shiftsOf(domain);
  const used = [...shifts, ...calibrationConditions.flatMap(({ shift }) => shift?.name ?? [])];
  const wrong = used.find((shift) => !known.includes(shift));
  if (wrong !== undefined) {
    throw new UsageError(
      `Cannot shift the data of suite "${name}" by ${wrong}: for ${domain} data there are ` +
        `${known.join(", ")}; type --shifts ${known[0]}`,
    );
  }
  if (used.includes("offset") && ladders.offset === undefined) {
    throw new UserError(
      `Cannot shift the data of suite "${name}" by offset: how much is added must be given in raw ` +
        'units, in suite.json: "ladders": {"offset": [1, 2, 3, 4, 5]}',
    );
  }
}

/** Checks that there is a shipped model to compare, where that is asked for. */
function checkShipped({ schemes, models }: RunSettings, suite: Suite): void {
  const shipped = shippedNames(suite);
  if (!schemes.includes("as-shipped") || models.some((name) => shipped.includes(name))) return;
  const instead = shipped.length > 0
    ? `it has that for ${shipped.join(", ")}; type --models ${shipped[0]}`
    : "leave it out of --schemes, or add the file to suite.json";
  throw new UsageError(
    `Cannot run scheme as-shipped: a model must have a "shipped" file, suite "${suite.name}" has ` +
      `none for ${models.join(", ")}; ${instead}`,
  );
}
