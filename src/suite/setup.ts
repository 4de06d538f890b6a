import {
  assertDisjoint,
  type Dataset,
  evaluationSubset,
  type SampleSource,
  sha256,
  sourceFromPixels,
} from "../data/mod.ts";
import { countOperations } from "../measure/mod.ts";
import { loadDataset, loadModels, type Suite, type SuiteModel } from "./load.ts";
import { UsageError } from "./error.ts";
import type { ShippedModels } from "./plan.ts";
import { resolveSettings, type RunRequest, type RunSettings } from "./settings.ts";
import { withSharedConstants } from "./share.ts";
import { version } from "./version.ts";

/** A suite with everything that a run of it needs, read and checked. */
export interface RunSetup {
  readonly suite: Suite;
  readonly settings: RunSettings;
  readonly dataset: Dataset;
  readonly source: SampleSource;
  readonly models: readonly SuiteModel[];
  readonly evaluationIds: readonly number[];
  /** Ids that may calibrate. */
  readonly pool: readonly number[];
  /** Hash of everything that decides the results. */
  readonly configuration: string;
}

/**
 * Reads the data and the models of a suite and settles what a run will compute.
 *
 * @throws {UserError} When data, models or request break a rule.
 * @throws {RangeError} When a calibration id is also an evaluation id, or no id of the data.
 */
export async function setUpRun(suite: Suite, request: RunRequest): Promise<RunSetup> {
  const dataset = await loadDataset(suite);
  const settings = resolveSettings(suite, request, {
    pool: dataset.poolIds.length,
    evaluation: dataset.evaluationIds.length,
  });
  const loaded = await loadModels(suite, settings.models, dataset.data);
  const models = loaded.map(shareConstants);
  const evaluationIds = evaluationSubset(dataset.evaluationIds, settings.samples);
  const source = sourceFromPixels(dataset.data);
  const pool = settings.calibrationIds ?? dataset.poolIds;
  assertDisjoint(pool, evaluationIds);
  source.labels(pool); // throws where an id is out of range
  checkClasses(suite, source.labels(evaluationIds));
  const configuration = sha256(JSON.stringify({
    version,
    suite: suite.sha256,
    settings,
    models: models.map(({ name, sha256: hash, shipped }) => [
      name,
      hash,
      ...(shipped ? [shipped.sha256, shipped.rounding] : []),
    ]),
    dataset: dataset.manifest.sha256,
  })).slice(0, 12);
  return { suite, settings, dataset, source, models, evaluationIds, pool, configuration };
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

/** Checks that the evaluation samples hold every class that a calibration condition is about. */
function checkClasses({ calibrationConditions }: Suite, labels: Uint16Array): void {
  for (const { name, onlyClass } of calibrationConditions) {
    if (onlyClass !== undefined && !labels.includes(onlyClass)) {
      throw new UsageError(
        `Cannot evaluate calibration condition "${name}": an evaluation sample must be of class ` +
          `${onlyClass}, of ${labels.length} none is; take more with --samples`,
      );
    }
  }
}

/** Multiply-accumulates of one run of a model: what its tasks are weighed by. */
export function macsOfModel({ graph }: SuiteModel): number {
  return countOperations(graph).total.floatMacs;
}
