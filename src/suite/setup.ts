import {
  assertDisjoint,
  type Dataset,
  evaluationCount,
  evaluationSubset,
  openSamples,
  poolCount,
  type SampleSource,
  sha256,
} from "../data/mod.ts";
import { countOperations } from "../measure/mod.ts";
import { elementCount } from "../tensor/mod.ts";
import { checkClasses, checkLabels, checkPool, checkPreprocessing } from "./checks.ts";
import { type DataPlace, openSuiteDataset } from "./dataset.ts";
import { UsageError, UserError } from "./error.ts";
import { createInputReader, type InputReader, type InputSettings } from "./inputs.ts";
import type { Suite } from "./load.ts";
import type { TaskFold } from "./messages.ts";
import { loadModels, type SuiteModel } from "./models.ts";
import type { ShippedModels } from "./plan.ts";
import { inputsPerSample, modelInputShape } from "./preprocess.ts";
import { resolveSettings, type RunRequest, type RunSettings } from "./settings.ts";
import { withSharedConstants } from "./share.ts";
import { version } from "./version.ts";

/** Samples to evaluate, and the model inputs that may calibrate for them. */
export interface RunFold {
  readonly evaluationIds: readonly number[];
  /** Ids of model inputs: of samples, where a sample is one. */
  readonly pool: readonly number[];
}

/** Model inputs that may calibrate, in the fold that has the fewest. */
export function smallestPool(folds: readonly RunFold[]): number {
  return Math.min(...folds.map(({ pool }) => pool.length));
}

/** A suite with everything that a run of it needs, read and checked. */
export interface RunSetup {
  readonly suite: Suite;
  readonly settings: RunSettings;
  /** Sizes of the mode that the pool has not enough samples for. */
  readonly sizesLeftOut: readonly number[];
  readonly dataset: Dataset;
  readonly source: SampleSource;
  readonly inputs: InputReader;
  readonly models: readonly SuiteModel[];
  readonly folds: readonly RunFold[];
  /** Hash of everything that decides the results. */
  readonly configuration: string;
}

/**
 * Reads the data and the models of a suite and settles what a run will compute.
 *
 * @throws {UserError} When data, models or request break a rule.
 * @throws {DataError} When data are missing or damaged.
 */
export async function setUpRun(
  suite: Suite,
  request: RunRequest,
  place: DataPlace,
): Promise<RunSetup> {
  const dataset = await openSuiteDataset(suite, place);
  const source = openSamples(dataset.store);
  checkPreprocessing(suite, source);
  checkLabels(suite, source);
  const perSample = inputsPerSample(source.shape, suite.preprocessing);
  const elements = elementCount(modelInputShape(source.shape, suite.preprocessing));
  const { settings, sizesLeftOut } = resolveSettings(suite, request, {
    pool: poolCount(dataset) * perSample,
    inputsPerSample: perSample,
    evaluation: evaluationCount(dataset),
    folds: dataset.folds.length,
    domain: source.domain,
    sampleInputs: perSample,
    sampleBytes: 4 * perSample * elements,
  });
  const loaded = await loadModels(suite, settings.models, {
    data: { shape: source.shape, classNames: source.classNames },
    dataDir: place.dataDir,
  });
  const models = loaded.map(shareConstants);
  const folds = foldsOf(suite, { dataset, source, settings, perSample });
  const configuration = sha256(JSON.stringify({
    version,
    suite: suite.sha256,
    settings,
    models: models.map(({ name, sha256: hash, shipped }) => [
      name,
      hash,
      ...(shipped ? [shipped.sha256, shipped.rounding] : []),
    ]),
    dataset: dataset.sha256,
  })).slice(0, 12);
  const inputs = createInputReader(source, inputSettings(suite, settings));
  checkClasses(suite, source, folds.flatMap(({ evaluationIds }) => evaluationIds));
  return { suite, settings, sizesLeftOut, dataset, source, inputs, models, folds, configuration };
}

/** What happens between the samples of a suite and its models. */
export function inputSettings(
  { preprocessing, input, ladders }: Suite,
  { seed }: Pick<RunSettings, "seed">,
): InputSettings {
  return { preprocessing, input, ladders, seed };
}

/** The evaluation samples of each fold; those whose layers are compared are shared out among them. */
export function taskFolds(
  { folds, settings }: Pick<RunSetup, "settings" | "folds">,
): readonly TaskFold[] {
  const layered = evaluationSubset(
    folds.map(({ evaluationIds, pool }) => ({ evaluationIds, poolIds: pool })),
    settings.layerSamples,
  );
  return folds.map(({ evaluationIds }, fold) => ({
    evaluationIds,
    layerSamples: layered[fold]!.evaluationIds.length,
  }));
}

/** The evaluation samples of all folds, in the order of the outcomes. */
export function evaluationIdsOf({ folds }: Pick<RunSetup, "folds">): readonly number[] {
  return folds.flatMap(({ evaluationIds }) => evaluationIds);
}

function foldsOf(
  suite: Suite,
  { dataset, source, settings: { calibrationIds, samples }, perSample }: {
    readonly dataset: Dataset;
    readonly source: SampleSource;
    readonly settings: RunSettings;
    readonly perSample: number;
  },
): readonly RunFold[] {
  const folds = evaluationSubset(dataset.folds, samples);
  if (calibrationIds !== undefined && folds.length > 1) {
    throw new UsageError(
      "Cannot use --calibration-ids: the data set has no pool of its own, each half of it calibrates " +
        "for the other; leave it out",
    );
  }
  return folds.map(({ evaluationIds, poolIds }) => {
    const ids = calibrationIds ?? poolIds;
    if (calibrationIds !== undefined) checkIds(calibrationIds, { evaluationIds, source });
    assertDisjoint(ids, evaluationIds);
    checkPool(suite, source, ids);
    const windows = Array.from({ length: perSample }, (_, window) => window);
    return {
      evaluationIds,
      pool: perSample === 1 ? ids : ids.flatMap((id) => windows.map((w) => id * perSample + w)),
    };
  });
}

/** Checks the ids that a person gave: samples of the data, none of them evaluated. */
function checkIds(
  ids: readonly number[],
  { evaluationIds, source: { count } }: {
    readonly evaluationIds: readonly number[];
    readonly source: SampleSource;
  },
): void {
  const wrong = ids.find((id) => id >= count);
  if (wrong !== undefined) {
    throw new UserError(
      `Cannot use --calibration-ids: ids must be 0 to ${count - 1}, got ${wrong}`,
    );
  }
  const evaluated = new Set(evaluationIds);
  const shared = ids.find((id) => evaluated.has(id));
  if (shared !== undefined) {
    throw new UserError(
      "Cannot use --calibration-ids: no sample may both calibrate and be evaluated, sample " +
        `${shared} is in both; run.json of a run of this suite lists the evaluated ids`,
    );
  }
}

/** A model, and what was shipped of it, with constants that workers share. */
function shareConstants({ graph, shipped, ...model }: SuiteModel): SuiteModel {
  return {
    ...model,
    graph: withSharedConstants(graph),
    ...(shipped && { shipped: { ...shipped, graph: withSharedConstants(shipped.graph) } }),
  };
}

/** What was shipped of the models of a run, by name. */
export function shippedModels(models: readonly SuiteModel[]): ShippedModels {
  return new Map(models.flatMap(({ name, shipped }) => shipped ? [[name, shipped] as const] : []));
}

/** Multiply-accumulates of one run of a model: what its tasks are weighed by. */
export function macsOfModel({ graph }: SuiteModel): number {
  return countOperations(graph).total.floatMacs;
}
