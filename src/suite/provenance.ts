import { sha256 } from "../data/mod.ts";
import type { DecisionRow } from "../records/mod.ts";
import type { SuiteModel } from "./models.ts";
import type { MixedChoices } from "./plan.ts";
import type { RunExecution } from "./settings.ts";
import { evaluationIdsOf, type RunSetup, smallestPool } from "./setup.ts";
import { version } from "./version.ts";

/** Wall time of the phases, in milliseconds. */
export interface RunTimes {
  readonly setUpMs: number;
  readonly calibrateMs: number;
  readonly searchMs: number;
  readonly evaluateMs: number;
  readonly costMs: number;
  readonly latencyMs: number;
}

/** run.json: what was run, on what, by what, when. */
export function provenanceOf(
  setup: RunSetup,
  { execution, mixed, times, finishedAt, decisions }: {
    readonly execution: RunExecution;
    readonly mixed: MixedChoices;
    readonly times: RunTimes;
    readonly finishedAt: Date;
    readonly decisions: readonly DecisionRow[];
  },
): Record<string, unknown> {
  const { suite, settings, dataset, models, folds, sizesLeftOut, configuration } = setup;
  return {
    ptqbench: version,
    configuration,
    suite: { name: suite.name, version: suite.version, sha256: suite.sha256 },
    settings,
    sizesLeftOut,
    execution,
    evaluationIds: folds.length === 1
      ? folds[0]!.evaluationIds
      : folds.map(({ evaluationIds }) => evaluationIds),
    crossFit: folds.length > 1,
    models: models.map(({ name, sha256: hash, shipped }) => ({
      name,
      sha256: hash,
      ...(shipped && {
        shipped: { file: shipped.file, sha256: shipped.sha256, rounding: shipped.rounding },
      }),
    })),
    ...(mixed.size > 0 && { mixed: Object.fromEntries(mixed) }),
    dataset: {
      name: dataset.name,
      source: dataset.source,
      licence: dataset.licence,
      samples: dataset.count,
      sha256: dataset.sha256,
    },
    preprocessing: {
      ...suite.preprocessing,
      input: suite.input,
      sha256: preprocessingHash(suite),
    },
    versions: Deno.version,
    machine: {
      os: Deno.build.os,
      arch: Deno.build.arch,
      cores: navigator.hardwareConcurrency,
      memoryBytes: Deno.systemMemoryInfo().total,
    },
    recommendation: recommendationsOf(decisions),
    times,
    finishedAt: finishedAt.toISOString(),
    summary: provenanceSummary(setup),
  };
}

/** What decisions.csv recommends for each model, and by what; absent columns are left out. */
function recommendationsOf(decisions: readonly DecisionRow[]): readonly unknown[] {
  const main = decisions.filter(({ kind, verdict, measure }, index, all) =>
    kind === "recommendation" && (verdict === "recommended" || verdict === "not-decided") &&
    // Agreement stands beside what decides, in the row after it.
    (measure !== "agreement" || all[index - 1]?.verdict !== verdict)
  );
  return main.map(({ suite: _suite, kind: _kind, ...row }) => row);
}

/** What names the way from raw values to model inputs. */
function preprocessingHash({ preprocessing, input }: RunSetup["suite"]): string {
  return sha256(JSON.stringify({ ...preprocessing, input }));
}

/** The facts of a run that belong beside its results: no times, nothing of the machine. */
export function provenanceSummary(setup: RunSetup): Readonly<Record<string, string | number>> {
  const { suite, settings, dataset, models, folds, sizesLeftOut, configuration } = setup;
  const samples = evaluationIdsOf(setup).length;
  return {
    ptqbench: version,
    suite: `${suite.name} ${suite.version}`,
    mode: settings.mode,
    seed: settings.seed,
    configuration,
    dataset: `${dataset.name} (${dataset.source})`,
    preprocessing: preprocessingHash(suite).slice(0, 12),
    evaluation_samples: samples,
    calibration_pool: smallestPool(folds),
    ...(folds.length > 1 && {
      cross_fitting: "no pool apart: each half of the samples calibrates for the other",
    }),
    calibration_sizes: settings.sizes.join(" "),
    ...(sizesLeftOut.length > 0 && {
      sizes_left_out: `${sizesLeftOut.join(" ")} (the pool is smaller)`,
    }),
    draws: settings.draws,
    models: models.map(modelSummary).join(", "),
  };
}

/** Name and hash of a model, and of what was shipped of it. */
function modelSummary({ name, sha256: hash, shipped }: SuiteModel): string {
  const short = `${name} ${hash.slice(0, 12)}`;
  return shipped ? `${short} (as shipped ${shipped.sha256.slice(0, 12)})` : short;
}
