/**
 * A run of a suite:
 *
 * 1. read data and models, settle the cells, open the journal
 * 2. calibrate: one observing pass a model and calibration condition
 * 3. evaluate: every different quantized model once a condition
 * 4. count work and memory; measure latency, with the workers stopped
 * 5. write the tables and what is drawn from them
 */
import { join } from "@std/path";
import { comparisonRows } from "../decide/mod.ts";
import type { CostRow, LatencyRow } from "../records/mod.ts";
import { encodeOutcomes } from "../records/mod.ts";
import { accuracyRows, layerRows, type MeasuredRun, outcomesOf } from "./accuracy_rows.ts";
import { calibrationRows } from "./calibration_rows.ts";
import { costRows } from "./cost_rows.ts";
import { journalName, openJournal } from "./journal_file.ts";
import { latencyRows } from "./latency_rows.ts";
import type { Suite } from "./load.ts";
import {
  calibratePhase,
  createTaskQueue,
  evaluatePhase,
  type QuantizedModel,
  quantizedModels,
} from "./phases.ts";
import { planCalibrations, planCells } from "./plan.ts";
import { createPool } from "./pool.ts";
import { preprocess } from "./preprocess.ts";
import type { Progress } from "./progress.ts";
import { provenanceOf, provenanceSummary } from "./provenance.ts";
import { latencySettings, type RunExecution, type RunRequest } from "./settings.ts";
import { type RunSetup, setUpRun, shippedModels } from "./setup.ts";
import { warningTexts } from "./warnings.ts";
import { prepareFolder, writeFiles } from "./write.ts";

/** How a run is carried out, and what it is given from outside. */
export interface RunOptions {
  readonly execution: RunExecution;
  /** The folder of the run, chosen from the hash of its configuration. */
  readonly folderOf: (configuration: string) => string | Promise<string>;
  /** Go on with the journal in that folder. */
  readonly resume: boolean;
  readonly progress: Progress;
  /** Milliseconds since some fixed moment, with fractions. */
  readonly nowMs: () => number;
  /** Wall-clock time, for the record. */
  readonly date: () => Date;
  /** Aborting leaves a run that can be resumed. */
  readonly signal?: AbortSignal;
}

/** A finished run. */
export interface RunResult {
  readonly folder: string;
  readonly files: readonly string[];
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
  const setup = await setUpRun(suite, request);
  const folder = await options.folderOf(setup.configuration);
  await prepareFolder(folder);
  const { configuration } = setup;
  const journal = await openJournal(join(folder, journalName), {
    configuration,
    resume: options.resume,
  });
  const pool = createPool(execution.workers, {
    data: setup.dataset.data,
    models: setup.models,
    preprocessing: suite.preprocessing,
    gain: suite.gain,
    seed: setup.settings.seed,
    kernels: execution.kernels,
    evaluationIds: setup.evaluationIds,
    layerSamples: setup.settings.layerSamples,
  });
  const stop = () => pool.close();
  signal?.addEventListener("abort", stop);
  try {
    const queue = createTaskQueue(setup, { journal, pool, progress });
    const cells = planCells(suite, setup.settings, { shipped: shippedModels(setup.models) });
    const requests = planCalibrations(suite, setup.settings, cells);
    const setUpMs = lap();

    const tables = await calibratePhase(setup, requests, queue);
    const calibrateMs = lap();
    const evaluations = await evaluatePhase(cells, tables, queue);
    const evaluateMs = lap();
    pool.close();

    const quantized = quantizedModels(setup, tables);
    const cost = costPhase(suite, quantized);
    const costMs = lap();
    const latency = await latencyPhase(setup, quantized, options);
    const latencyMs = lap();

    const measured: MeasuredRun = {
      suite: suite.name,
      settings: setup.settings,
      cells,
      tables,
      evaluations,
      evaluationIds: setup.evaluationIds,
      labels: setup.source.labels(setup.evaluationIds),
      classCount: setup.source.classes,
    };
    const provenance = provenanceOf(setup, {
      execution,
      times: { setUpMs, calibrateMs, evaluateMs, costMs, latencyMs },
      finishedAt: options.date(),
    });
    progress.begin("report", 1);
    const { buildReports } = await import("../report/mod.ts");
    const [accuracy, outcomes] = [accuracyRows(measured), outcomesOf(measured)];
    const reports = await buildReports({
      accuracy,
      comparisons: comparisonRows(accuracy, outcomes),
      cost,
      layers: layerRows(measured),
      calibration: calibrationRows(suite.name, requests, tables),
      latency,
      provenance: provenanceSummary(setup),
      warningTexts,
    });
    const files = [
      ...reports.map(({ name, text }) => ({ name, content: text })),
      { name: "outcomes.bin", content: encodeOutcomes(outcomes) },
      { name: "run.json", content: `${JSON.stringify(provenance, undefined, 2)}\n` },
    ];
    await writeFiles(folder, files);
    progress.end();
    return { folder, files: files.map(({ name }) => name) };
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
  return quantized.flatMap(({ model, scheme, weights, graph }) =>
    costRows(graph, { suite: suite.name, model, scheme, weights })
  );
}

/** Times model after model; between them the signal is heard. */
async function latencyPhase(
  { suite, settings, models, source, evaluationIds }: RunSetup,
  quantized: readonly QuantizedModel[],
  { execution, progress, nowMs, signal }: RunOptions,
): Promise<readonly LatencyRow[]> {
  const timing = latencySettings(settings.mode);
  const raw = source.read(evaluationIds.slice(0, 1));
  const input = preprocess(raw, source.shape, suite.preprocessing);
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
