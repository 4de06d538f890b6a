/**
 * A run of a suite:
 *
 * 1. read data and models, settle the cells, open the journal
 * 2. calibrate: one observing pass a model and calibration condition
 * 3. search: which values move most under shift, for the candidates of mixed
 * 4. evaluate: every different quantized model once a condition
 * 5. count work and memory; measure latency, with the workers stopped
 * 6. write the tables and what is drawn from them
 */
import { join } from "@std/path";
import { comparisonRows, decisionRows, defaultMargin } from "../decide/mod.ts";
import type {
  AccuracyRow,
  ComparisonRow,
  CostRow,
  LatencyRow,
  ThresholdRow,
} from "../records/mod.ts";
import { randomStream } from "../data/mod.ts";
import { encodeOutcomes } from "../records/mod.ts";
import { accuracyRows, outcomesOf } from "./accuracy_rows.ts";
import { calibrationRows } from "./calibration_rows.ts";
import { costRows } from "./cost_rows.ts";
import { journalName, openJournal } from "./journal_file.ts";
import { latencyRows } from "./latency_rows.ts";
import { layerRows } from "./layer_rows.ts";
import type { Suite } from "./load.ts";
import { type MeasuredRun, thresholdsOf } from "./measured_run.ts";
import { mixedRows } from "./mixed_rows.ts";
import { choicesOf, searchMixed } from "./mixed_search.ts";
import {
  calibratePhase,
  createTaskQueue,
  evaluatePhase,
  type QuantizedModel,
  quantizedModels,
} from "./phases.ts";
import { clean, planCalibrations, planCells } from "./plan.ts";
import { createPool } from "./pool.ts";
import type { Progress } from "./progress.ts";
import { provenanceOf, provenanceSummary } from "./provenance.ts";
import { readingProgress } from "./patience.ts";
import { latencySettings, type RunExecution, type RunRequest } from "./settings.ts";
import {
  evaluationIdsOf,
  inputSettings,
  type RunSetup,
  setUpRun,
  shippedModels,
  smallestPool,
  taskFolds,
} from "./setup.ts";
import { thresholdRows } from "./threshold_rows.ts";
import { warningTexts } from "./warnings.ts";
import { prepareFolder, writeFiles } from "./write.ts";

/** How a run is carried out, and what it is given from outside. */
export interface RunOptions {
  readonly execution: RunExecution;
  /** The folder of downloaded data sets and models. */
  readonly dataDir: string;
  /** The folder of the run, chosen from the hash of its configuration. */
  readonly folderOf: (configuration: string) => string | Promise<string>;
  /** Go on with the journal in that folder. */
  readonly resume: boolean;
  readonly progress: Progress;
  /** Milliseconds since some fixed moment, with fractions. */
  readonly nowMs: () => number;
  /** Wall-clock time, for the record. */
  readonly date: () => Date;
  /** Told what a person should know before the run goes on. */
  readonly onWarning?: (text: string) => void;
  /** Aborting leaves a run that can be resumed. */
  readonly signal?: AbortSignal;
}

/** A finished run. */
export interface RunResult {
  readonly folder: string;
  readonly files: readonly string[];
  readonly accuracy: readonly AccuracyRow[];
  readonly comparisons: readonly ComparisonRow[];
  /** None without anomaly scores. */
  readonly thresholds: readonly ThresholdRow[];
}

/**
 * Runs a suite and writes its reports.
 *
 * @throws {UserError} When suite, data, models or request break a rule, or the folder cannot be
 * written or resumed.
 * @throws {DOMException} "AbortError" when the signal aborts; the journal keeps what was done.
 */
export async function runSuite(
  suite: Suite,
  request: RunRequest,
  options: RunOptions,
): Promise<RunResult> {
  const { execution, progress, signal } = options;
  const lap = stopwatch(options.nowMs);
  const setup = await setUpRun(suite, request, {
    dataDir: options.dataDir,
    onProgress: readingProgress(progress, options.nowMs),
  });
  const { sizesLeftOut } = setup;
  if (sizesLeftOut.length > 0) {
    options.onWarning?.(
      `sizes ${sizesLeftOut.join(", ")} are left out: the calibration pool has ` +
        `${smallestPool(setup.folds)} samples`,
    );
  }
  const folder = await options.folderOf(setup.configuration);
  await prepareFolder(folder);
  const { configuration } = setup;
  const journal = await openJournal(join(folder, journalName), {
    configuration,
    resume: options.resume,
  });
  const pool = createPool(execution.workers, {
    data: setup.dataset.store,
    models: setup.models,
    inputs: inputSettings(suite, setup.settings),
    metric: suite.metric,
    kernels: execution.kernels,
    folds: taskFolds(setup),
  });
  const stop = () => pool.close();
  signal?.addEventListener("abort", stop);
  try {
    const queue = createTaskQueue(setup, { journal, pool, progress });
    const shipped = shippedModels(setup.models);
    const requests = planCalibrations(
      suite,
      setup.settings,
      planCells(suite, setup.settings, { shipped }),
    );
    const setUpMs = lap();

    const tables = await calibratePhase(setup, requests, queue);
    const calibrateMs = lap();
    const searches = await searchMixed(setup, tables[0]!, queue);
    const mixed = choicesOf(searches);
    const cells = planCells(suite, setup.settings, { shipped, mixed });
    const searchMs = lap();
    const measuredFolds = await evaluatePhase(setup, cells, { tables, run: queue });
    const evaluateMs = lap();
    pool.close();

    const quantized = quantizedModels(setup, { tables: tables[0]!, mixed });
    const cost = costPhase(suite, quantized);
    const costMs = lap();
    const latency = await latencyPhase(setup, quantized, options);
    const latencyMs = lap();

    const { metric } = suite;
    const evaluationIds = evaluationIdsOf(setup);
    const labels = setup.source.classNames && setup.source.labels(evaluationIds);
    const measured: MeasuredRun = {
      suite: suite.name,
      metric,
      settings: setup.settings,
      cells,
      folds: measuredFolds,
      evaluationIds,
      labels,
      classCount: setup.source.classNames?.length ?? 0,
      thresholds: thresholdsOf(measuredFolds, { metric, cells, labels }),
    };
    const times = { setUpMs, calibrateMs, searchMs, evaluateMs, costMs, latencyMs };
    const finishedAt = options.date();
    progress.begin("report", 1);
    const { buildReports } = await import("../report/mod.ts");
    const accuracy = accuracyRows(measured);
    const outcomes = outcomesOf(measured);
    const comparisons = comparisonRows(accuracy, outcomes);
    const thresholds = thresholdRows(measured);
    const layers = layerRows(measured);
    const calibration = calibrationRows(suite.name, requests, tables);
    const decisions = decisionRows({ accuracy, outcomes, calibration, layers, cost }, {
      margin: defaultMargin,
      random: (...key) => randomStream(setup.settings.seed, ["decide", ...key]).below,
      poolSamples: smallestPool(setup.folds),
    });
    const reports = await buildReports({
      accuracy,
      comparisons,
      decisions,
      cost,
      layers,
      calibration,
      latency,
      thresholds,
      mixed: mixedRows(suite.name, setup.models, searches),
      provenance: provenanceSummary(setup),
      warningTexts,
    });
    const provenance = provenanceOf(setup, {
      execution,
      mixed,
      times,
      finishedAt,
      decisions,
    });
    const files = [
      ...reports.map(({ name, text }) => ({ name, content: text })),
      { name: "outcomes.bin", content: encodeOutcomes(outcomes) },
      { name: "run.json", content: `${JSON.stringify(provenance, undefined, 2)}\n` },
    ];
    await writeFiles(folder, files);
    progress.end();
    return { folder, files: files.map(({ name }) => name), accuracy, comparisons, thresholds };
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", stop);
    pool.close();
    journal.close();
  }
}

/** Milliseconds since the last call. */
function stopwatch(nowMs: () => number): () => number {
  let last = nowMs();
  return () => {
    const now = nowMs();
    const lap = now - last;
    last = now;
    return lap;
  };
}

function costPhase(suite: Suite, quantized: readonly QuantizedModel[]): readonly CostRow[] {
  return quantized.flatMap(({ graph, ...names }) =>
    costRows(graph, { suite: suite.name, ...names })
  );
}

/** Times model after model; between them the signal is heard. */
async function latencyPhase(
  { suite, settings, models, inputs, folds }: RunSetup,
  quantized: readonly QuantizedModel[],
  { execution, progress, nowMs, signal }: RunOptions,
): Promise<readonly LatencyRow[]> {
  const timing = latencySettings(settings.mode);
  const first = folds[0]!.evaluationIds[0]!;
  const input = inputs.ofSamples([first], clean).subarray(0, inputs.elements);
  progress.begin("latency", models.length * timing.maxBlocks);
  const rows: LatencyRow[] = [];
  for (const { name } of models) {
    let done = 0;
    const subjects = quantized.filter(({ model }) => model === name);
    rows.push(...latencyRows(subjects, {
      suite: suite.name,
      model: name,
      kernels: execution.kernels,
      settings: timing,
      seed: settings.seed,
      input,
      nowUs: () => nowMs() * 1000,
      onBlock: () => {
        done++;
        progress.advance(1);
      },
    }));
    progress.advance(timing.maxBlocks - done);
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
  }
  progress.end();
  return rows;
}
