import { activationNames, type CalibrationTable } from "../calibrate/mod.ts";
import { conditionIds, drawIds, sha256 } from "../data/mod.ts";
import { codeInputs, type Graph } from "../graph/mod.ts";
import { type ComparedKind, quantize } from "../quantize/mod.ts";
import type { AccuracyRow } from "../records/mod.ts";
import { calibrationParts } from "./calibration_parts.ts";
import {
  type CalibrationTables,
  evaluationKey,
  type MeasuredFold,
  planEvaluations,
  schemeOf,
  tableKey,
} from "./evaluations.ts";
import type { JournalFile } from "./journal_file.ts";
import type { Suite } from "./load.ts";
import { configurationColumns } from "./measured_run.ts";
import type { CalibrateTask, Task, TaskResult } from "./messages.ts";
import {
  calibrationOf,
  type CalibrationRequest,
  type Cell,
  type Configuration,
  ladderConfigurations,
  type MixedChoices,
} from "./plan.ts";
import type { WorkerPool } from "./pool.ts";
import type { Progress } from "./progress.ts";
import { quantizeOptions } from "./quantize_options.ts";
import { restoreResult, saveResult } from "./results.ts";
import { macsOfModel, type RunSetup } from "./setup.ts";

/** Runs the tasks of a phase; results in the order of the tasks. */
export type TaskRunner = <T extends Task>(
  phase: string,
  tasks: readonly T[],
) => Promise<readonly Extract<TaskResult, { kind: T["kind"] }>[]>;

/** Runs tasks through the journal: what it already holds is not run again. */
export function createTaskQueue(
  { models, folds, inputs }: RunSetup,
  { journal, pool, progress }: {
    readonly journal: JournalFile;
    readonly pool: WorkerPool;
    readonly progress: Progress;
  },
): TaskRunner {
  const macs = new Map(models.map((model) => [model.name, macsOfModel(model)]));
  const runsOf = (task: Task): number => {
    switch (task.kind) {
      case "calibrate":
        return task.draws.length * task.sizes.at(-1)!;
      case "ranges":
        return task.ids.length;
      case "evaluate":
        return task.candidates.length * task.conditions.length *
          folds[task.fold]!.evaluationIds.length * inputs.perSample;
    }
  };
  const weightOf = (task: Task) => macs.get(task.model)! * runsOf(task);
  return async <T extends Task>(phase: string, tasks: readonly T[]) => {
    const keys = tasks.map((task) => `${phase}:${sha256(JSON.stringify(taskName(task)))}`);
    const results = new Map<number, TaskResult>();
    progress.begin(phase, tasks.reduce((sum, task) => sum + weightOf(task), 0));
    keys.forEach((key, index) => {
      if (!journal.entries.has(key)) return;
      results.set(index, restoreResult(journal.entries.get(key)));
      progress.advance(weightOf(tasks[index]!));
    });
    const open = [...tasks.keys()].filter((index) => !results.has(index));
    await pool.run(open.map((index) => tasks[index]!), (position, result) => {
      const index = open[position]!;
      results.set(index, result);
      journal.append(keys[index]!, saveResult(result));
      progress.advance(weightOf(tasks[index]!));
    });
    progress.end();
    return tasks.map((_, index) => results.get(index) as Extract<TaskResult, { kind: T["kind"] }>);
  };
}

/** What names a task in the journal: candidates by key, not by their tables. */
function taskName(task: Task): unknown {
  const { model, fold } = task;
  switch (task.kind) {
    case "calibrate":
      return [model, fold, task.condition.name, task.values, task.calibrations];
    case "ranges":
      return [model, fold, task.ids, task.condition];
    case "evaluate":
      return [model, fold, task.candidates.map(({ key }) => key), task.conditions, task.layers];
  }
}

/**
 * Every calibrator on what one observing pass a request and fold saw; the longest passes first. The
 * tables of each fold.
 */
export async function calibratePhase(
  setup: RunSetup,
  requests: readonly CalibrationRequest[],
  run: TaskRunner,
): Promise<readonly CalibrationTables[]> {
  const models = new Map(setup.models.map((model) => [model.name, model]));
  const length = ({ model, draws }: CalibrationRequest) => macsOfModel(models.get(model)!) * draws;
  const parts = requests.toSorted((a, b) => length(b) - length(a)).flatMap((request) =>
    setup.folds.flatMap((_, fold) =>
      calibrationParts(models.get(request.model)!.graph, request.calibrations.length)
        .map((values) => ({ request, fold, values }))
    )
  );
  const results = await run(
    "calibrate",
    parts.map(({ request, fold, values }) => calibrateTask(setup, { ...request, fold, values })),
  );
  const tablesOf = (request: CalibrationRequest, fold: number) =>
    results.filter((_, index) => parts[index]!.request === request && parts[index]!.fold === fold)
      .map(({ tables }) => tables);
  return setup.folds.map((_, fold) =>
    new Map(requests.flatMap((request) => {
      const { model, calibrations } = request;
      const values = activationNames(models.get(model)!.graph);
      const ofParts = tablesOf(request, fold);
      return calibrations.map((calibration, i) =>
        [
          tableKey(model, calibration),
          joinTables(ofParts.map((tables) => tables[i]!), values),
        ] as const
      );
    }))
  );
}

/** One table of all values, in their order, from tables of some. */
function joinTables(tables: readonly CalibrationTable[], values: readonly string[]) {
  const ranges = new Map(tables.flatMap((table) => [...table.ranges]));
  return { ...tables[0]!, ranges: new Map(values.map((name) => [name, ranges.get(name)!])) };
}

function calibrateTask(
  { settings, folds, inputs, source }: RunSetup,
  request: CalibrationRequest & { readonly fold: number; readonly values: readonly string[] },
): CalibrateTask {
  const { model, fold, condition, values, draws, sizes, calibrations } = request;
  const { name, shift, onlyClass } = condition;
  const ids = conditionIds(folds[fold]!.pool, {
    condition: { name, ...(shift && { shift }), ...(onlyClass !== undefined && { onlyClass }) },
    labels: (some) => source.labels(some.map((id) => Math.floor(id / inputs.perSample))),
  });
  const size = Math.min(sizes.at(-1)!, ids.length);
  return {
    kind: "calibrate",
    model,
    fold,
    condition,
    values,
    sizes,
    calibrations,
    draws: Array.from(
      { length: draws },
      (_, draw) =>
        settings.calibrationIds
          ? ids.slice(0, size)
          : drawIds(ids, { seed: settings.seed, draw, size }),
    ),
  };
}

/** Every different quantized model, once a condition, on every fold. */
export async function evaluatePhase(
  { folds }: Pick<RunSetup, "folds">,
  cells: readonly Cell[],
  { tables, run }: {
    readonly tables: readonly CalibrationTables[];
    readonly run: TaskRunner;
  },
): Promise<readonly MeasuredFold[]> {
  const tasks = tables.flatMap((ofFold, fold) => planEvaluations(cells, ofFold, fold));
  const results = await run("evaluate", tasks);
  return folds.map(({ evaluationIds }, fold) => ({
    tables: tables[fold]!,
    samples: evaluationIds.length,
    evaluations: new Map(
      results.flatMap(({ evaluations }, index) =>
        tasks[index]!.fold !== fold ? [] : evaluations.map((evaluation) =>
          [
            evaluationKey(tasks[index]!.model, evaluation.key, evaluation.condition),
            evaluation,
          ] as const
        )
      ),
    ),
  }));
}

/** A model under one scheme, or as shipped, to count and to time. */
export interface QuantizedModel {
  readonly model: string;
  readonly scheme: ComparedKind;
  readonly weights: AccuracyRow["weights"];
  readonly dynamicValues: number | undefined;
  readonly graph: Graph;
}

/**
 * Every model under every scheme, static ones with the first calibrator and calibrated on the first fold:
 * cost is the same for all.
 */
export function quantizedModels(
  { suite, models, settings }: RunSetup,
  { tables, mixed }: { readonly tables: CalibrationTables; readonly mixed: MixedChoices },
): readonly QuantizedModel[] {
  const [first] = settings.calibrators;
  return models.flatMap((model) =>
    ladderConfigurations({ ...model, mixed: mixed.get(model.name) }, settings)
      .filter((configuration) => (calibrationOf(configuration)?.calibrator ?? first) === first)
      .map((configuration) => ({
        model: model.name,
        scheme: configuration.scheme,
        ...pickNames(configuration),
        graph: asDeployed(
          suite,
          configuration.scheme === "as-shipped"
            ? configuration.shipped.graph
            : quantize(model.graph, schemeOf(configuration, tables), quantizeOptions(suite)),
        ),
      }))
  );
}

function pickNames(configuration: Configuration) {
  const { weights, dynamicValues } = configurationColumns(configuration);
  return { weights, dynamicValues };
}

/** A quantized model as the device runs it: where a sensor gives bytes, nothing quantizes them. */
function asDeployed({ input }: Suite, graph: Graph): Graph {
  return input === "bytes" ? codeInputs(graph) : graph;
}
