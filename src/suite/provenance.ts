import { sha256 } from "../data/mod.ts";
import type { SuiteModel } from "./load.ts";
import type { RunExecution } from "./settings.ts";
import type { RunSetup } from "./setup.ts";
import { version } from "./version.ts";

/** Wall time of the phases, in milliseconds. */
export interface RunTimes {
  readonly setUpMs: number;
  readonly calibrateMs: number;
  readonly evaluateMs: number;
  readonly costMs: number;
  readonly latencyMs: number;
}

/** run.json: what was run, on what, by what, when. */
export function provenanceOf(
  { suite, settings, dataset, models, evaluationIds, configuration }: RunSetup,
  { execution, times, finishedAt }: {
    readonly execution: RunExecution;
    readonly times: RunTimes;
    readonly finishedAt: Date;
  },
): Record<string, unknown> {
  return {
    ptqbench: version,
    configuration,
    suite: { name: suite.name, version: suite.version, sha256: suite.sha256 },
    settings,
    execution,
    evaluationIds,
    models: models.map(({ name, sha256: hash, shipped }) => ({
      name,
      sha256: hash,
      ...(shipped && {
        shipped: { file: shipped.file, sha256: shipped.sha256, rounding: shipped.rounding },
      }),
    })),
    dataset: {
      name: dataset.manifest.name,
      source: dataset.manifest.source,
      licence: dataset.manifest.licence,
      sha256: dataset.manifest.sha256,
    },
    preprocessing: {
      ...suite.preprocessing,
      sha256: sha256(JSON.stringify(suite.preprocessing)),
    },
    versions: Deno.version,
    machine: {
      os: Deno.build.os,
      arch: Deno.build.arch,
      cores: navigator.hardwareConcurrency,
      memoryBytes: Deno.systemMemoryInfo().total,
    },
    times,
    finishedAt: finishedAt.toISOString(),
  };
}

/** The facts of a run that belong beside its results: no times, nothing of the machine. */
export function provenanceSummary(
  { suite, settings, dataset, models, evaluationIds, configuration }: RunSetup,
): Readonly<Record<string, string | number>> {
  return {
    ptqbench: version,
    suite: `${suite.name} ${suite.version}`,
    mode: settings.mode,
    seed: settings.seed,
    configuration,
    dataset: `${dataset.manifest.name} (${dataset.manifest.source})`,
    evaluation_samples: evaluationIds.length,
    calibration_pool: settings.calibrationIds?.length ?? dataset.poolIds.length,
    calibration_sizes: settings.sizes.join(" "),
    draws: settings.draws,
    models: models.map(modelSummary).join(", "),
  };
}

/** Name and hash of a model, and of what was shipped of it. */
function modelSummary({ name, sha256: hash, shipped }: SuiteModel): string {
  const short = `${name} ${hash.slice(0, 12)}`;
  return shipped ? `${short} (as shipped ${shipped.sha256.slice(0, 12)})` : short;
}
