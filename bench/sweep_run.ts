import type { KernelSetName } from "../src/kernels/mod.ts";
import { calibratePhase, evaluatePhase, type TaskRunner } from "../src/suite/phases.ts";
import { candidateOf, evaluationOf, type MeasuredFold } from "../src/suite/evaluations.ts";
import type { Task, TaskResult } from "../src/suite/messages.ts";
import { calibrationOf, type Cell } from "../src/suite/plan.ts";
import { inputSettings } from "../src/suite/setup.ts";
import { createPool, type WorkerPool } from "../src/suite/pool.ts";
import { conditionName, type SweepPlan } from "./sweep_plan.ts";

/** Shares of right classes, by calibrator and condition: the mean over sizes and draws. */
export type SweepAccuracy = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What a sweep took and what it found. */
export interface SweepResult {
  readonly kernels: KernelSetName;
  readonly workers: number;
  readonly cells: number;
  /** Different quantized models among the cells: each is evaluated once. */
  readonly quantizedModels: number;
  /** Observing the float model and running every calibrator. */
  readonly calibrationSeconds: number;
  readonly evaluationSeconds: number;
  readonly accuracy: SweepAccuracy;
  /** The class that float32 gives each sample, by condition. */
  readonly float32Classes: Readonly<Record<string, readonly number[]>>;
}

/** How a sweep is carried out. */
export interface SweepExecution {
  readonly kernels: KernelSetName;
  readonly workers: number;
  /** Milliseconds since some fixed moment, with fractions. */
  readonly nowMs: () => number;
}

/**
 * Runs the cells as a run of the suite does: one observing pass, every calibrator on it, every
 * different quantized model once a condition. The clock starts before the workers do.
 */
export async function runSweep(
  { setup, model, cells, requests, conditions }: SweepPlan,
  { kernels, workers, nowMs }: SweepExecution,
): Promise<SweepResult> {
  const { suite, settings, dataset, models, folds, source } = setup;
  const { evaluationIds } = folds[0]!;
  const start = nowMs();
  const pool = createPool(workers, {
    data: dataset.store,
    models,
    inputs: inputSettings(suite, settings),
    metric: suite.metric,
    kernels,
    folds: [{ evaluationIds, layerSamples: settings.layerSamples }],
  });
  try {
    const run = taskRunner(pool);
    const tables = await calibratePhase(setup, requests, run);
    const calibrated = nowMs();
    const measured = await evaluatePhase(setup, cells, { tables, run });
    const evaluated = nowMs();
    const candidates = cells.map(({ configuration }) => candidateOf(configuration, tables[0]!).key);
    return {
      kernels,
      workers,
      cells: cells.length,
      quantizedModels: new Set(candidates).size,
      calibrationSeconds: (calibrated - start) / 1000,
      evaluationSeconds: (evaluated - calibrated) / 1000,
      accuracy: accuracyOf(cells, measured, source.labels(evaluationIds)),
      float32Classes: Object.fromEntries(conditions.map((condition) => {
        const { classes } = evaluationOf(measured, { model, scheme: "float32" }, condition);
        return [conditionName(condition), [...classes]];
      })),
    };
  } finally {
    pool.close();
  }
}

/** Runs the tasks of a phase on the pool, without a journal. */
function taskRunner(pool: WorkerPool): TaskRunner {
  return async <T extends Task>(_phase: string, tasks: readonly T[]) => {
    const results: TaskResult[] = [];
    await pool.run(tasks, (index, result) => {
      results[index] = result;
    });
    return results as Extract<TaskResult, { kind: T["kind"] }>[];
  };
}

function accuracyOf(
  cells: readonly Cell[],
  measured: readonly MeasuredFold[],
  labels: Uint16Array,
): SweepAccuracy {
  const shares = new Map<string, Map<string, number[]>>();
  for (const { configuration, condition } of cells) {
    const { classes } = evaluationOf(measured, configuration, condition);
    const calibrator = calibrationOf(configuration)!.calibrator.name;
    const name = conditionName(condition);
    const ofCalibrator = shares.get(calibrator) ?? new Map<string, number[]>();
    shares.set(calibrator, ofCalibrator);
    const right = classes.reduce((n, found, i) => found === labels[i] ? n + 1 : n, 0);
    ofCalibrator.set(name, [...ofCalibrator.get(name) ?? [], right / labels.length]);
  }
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  return Object.fromEntries(
    [...shares].map(([calibrator, conditions]) => [
      calibrator,
      Object.fromEntries([...conditions].map(([name, values]) => [name, mean(values)])),
    ]),
  );
}
