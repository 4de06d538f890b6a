import { activationNames, type CalibrationTable } from "../calibrate/mod.ts";
import { conditionIds, drawIds, sha256 } from "../data/mod.ts";
import type { Graph } from "../graph/mod.ts";
import { type ComparedKind, quantize } from "../quantize/mod.ts";
import type { AccuracyRow } from "../records/mod.ts";
import { configurationColumns } from "./accuracy_rows.ts";
import { calibrationParts } from "./calibration_parts.ts";
import {
  type CalibrationTables,
  evaluationKey,
  type Evaluations,
  planEvaluations,
  schemeOf,
  tableKey,
} from "./evaluations.ts";
import type { JournalFile } from "./journal_file.ts";
import type { CalibrateTask, Task, TaskResult } from "./messages.ts";
import { calibrationOf, type CalibrationRequest, type Cell, ladderConfigurations } from "./plan.ts";
import type { WorkerPool } from "./pool.ts";
import type { Progress } from "./progress.ts";
import { restoreResult, saveResult } from "./results.ts";
import { macsOfModel, type RunSetup } from "./setup.ts";

/** Runs the tasks of a phase; results in the order of the tasks. */
export type TaskRunner = <T extends Task>(
  phase: string,
  tasks: readonly T[],
) => Promise<readonly Extract<TaskResult, { kind: T["kind"] }>[]>;

/** Runs tasks through the journal: what it already holds is not run again. */
export function createTaskQueue(
  { models }: RunSetup,
  { journal, pool, progress }: {
    readonly journal: JournalFile;
    readonly pool: WorkerPool;
    readonly progress: Progress;
  },
): TaskRunner {
  const macs = new Map(models.map((model) => [model.name, macsOfModel(model)]));
  const weightOf = (task: Task): number => {
    const runs = task.kind === "calibrate"
      ? task.draws.length * task.sizes.at(-1)!
      : task.candidates.length * task.conditions.length * 200;
    return macs.get(task.model)! * runs;
  };
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
  return task.kind === "calibrate"
    ? [task.model, task.condition.name, task.values, task.calibrations]
    : [task.model, task.candidates.map(({ key }) => key), task.conditions, task.layers];
}

/** Every calibrator on what one observing pass a request saw; the longest passes first. */
export async function calibratePhase(
  setup: RunSetup,
  requests: readonly CalibrationRequest[],
  run: TaskRunner,
): Promise<CalibrationTables> {
  const models = new Map(setup.models.map((model) => [model.name, model]));
  const length = ({ model, draws }: CalibrationRequest) => macsOfModel(models.get(model)!) * draws;
  const parts = requests.toSorted((a, b) => length(b) - length(a)).flatMap((request) =>
    calibrationParts(models.get(request.model)!.graph, request.calibrations.length)
      .map((values) => ({ request, values }))
  );
  const results = await run(
    "calibrate",
    parts.map(({ request, values }) => calibrateTask(setup, { ...request, values })),
  );
  const tablesOf = (request: CalibrationRequest) =>
    results.filter((_, index) => parts[index]!.request === request).map(({ tables }) => tables);
  return new Map(requests.flatMap((request) => {
    const { model, calibrations } = request;
    const values = activationNames(models.get(model)!.graph);
    const ofParts = tablesOf(request);
    return calibrations.map((calibration, i) =>
      [
        tableKey(model, calibration),
        joinTables(ofParts.map((tables) => tables[i]!), values),
      ] as const
    );
  }));
}

/** One table of all values, in their order, from tables of some. */
function joinTables(tables: readonly CalibrationTable[], values: readonly string[]) {
  const ranges = new Map(tables.flatMap((table) => [...table.ranges]));
  return { ...tables[0]!, ranges: new Map(values.map((name) => [name, ranges.get(name)!])) };
}

function calibrateTask(
  { settings, pool, source }: RunSetup,
  { model, condition, values, draws, sizes, calibrations }: CalibrationRequest & {
    readonly values: readonly string[];
  },
): CalibrateTask {
  const { name, shift, onlyClass } = condition;
  const ids = conditionIds(pool, {
    condition: { name, ...(shift && { shift }), ...(onlyClass !== undefined && { onlyClass }) },
    source,
  });
  const size = Math.min(sizes.at(-1)!, ids.length);
  return {
    kind: "calibrate",
    model,
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

/** Every different quantized model, once a condition. */
export async function evaluatePhase(
  cells: readonly Cell[],
  tables: CalibrationTables,
  run: TaskRunner,
): Promise<Evaluations> {
  const tasks = planEvaluations(cells, tables);
  const results = await run("evaluate", tasks);
  return new Map(
    results.flatMap(({ evaluations }, index) =>
      evaluations.map((evaluation) =>
        [
          evaluationKey(tasks[index]!.model, evaluation.key, evaluation.condition),
          evaluation,
        ] as const
      )
    ),
  );
}

/** A model under one scheme, or as shipped, to count and to time. */
export interface QuantizedModel {
  readonly model: string;
  readonly scheme: ComparedKind;
  readonly weights: AccuracyRow["weights"];
  readonly graph: Graph;
}

/** Every model under every scheme, static ones with the first calibrator: cost is the same for all. */
export function quantizedModels(
  { models, settings }: RunSetup,
  tables: CalibrationTables,
): readonly QuantizedModel[] {
  const [first] = settings.calibrators;
  return models.flatMap((model) =>
    ladderConfigurations(model, settings)
      .filter((configuration) => (calibrationOf(configuration)?.calibrator ?? first) === first)
      .map((configuration) => ({
        model: model.name,
        scheme: configuration.scheme,
        weights: configurationColumns(configuration).weights,
        graph: configuration.scheme === "as-shipped"
          ? configuration.shipped.graph
          : quantize(model.graph, schemeOf(configuration, tables)),
      }))
  );
}
