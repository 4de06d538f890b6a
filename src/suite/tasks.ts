import { calibrate, type CalibrationTable, observe } from "../calibrate/mod.ts";
import { openSamples } from "../data/mod.ts";
import { prepare, type Session } from "../execute/mod.ts";
import type { Graph } from "../graph/mod.ts";
import { measureRanges } from "../measure/mod.ts";
import { quantize } from "../quantize/mod.ts";
import { LeastRecentlyUsed } from "./cache.ts";
import { evaluateChunks, type InputChunk } from "./evaluate.ts";
import { createInputReader } from "./inputs.ts";
import type {
  CalibrateResult,
  CalibrateTask,
  Candidate,
  EvaluateResult,
  EvaluateTask,
  Evaluation,
  RangesResult,
  RangesTask,
  Task,
  TaskContext,
  TaskResult,
} from "./messages.ts";
import { type Condition, conditionOf } from "./plan.ts";
import { quantizeOptions } from "./quantize_options.ts";
import { sessionBytes } from "./session_bytes.ts";

/** Model inputs in one run of a session. */
const batch = 16;

/** Bytes of evaluation inputs, and of float32 outputs, that are kept. */
const inputLimit = 64 * 2 ** 20;

/** Bytes of evaluation inputs that are held at once. */
const chunkBytes = 16 * 2 ** 20;

/**
 * Carries out tasks, one at a time. Sessions, shifted inputs and float32 outputs are kept between
 * tasks; no result depends on what is kept.
 */
export function createTaskRunner(context: TaskContext): (task: Task) => TaskResult {
  const { folds, kernels, metric, sessionLimit } = context;
  const source = openSamples(context.data);
  const reader = createInputReader(source, context.inputs);
  const graphs = new Map(context.models.map(({ name, graph }) => [name, graph]));
  const sessions = new LeastRecentlyUsed<string, Session>(
    sessionLimit,
    (session) => sessionBytes(session.graph, batch),
  );
  const sizes = new Map<string, number>();
  const inputs = new LeastRecentlyUsed<string, Float32Array>(inputLimit, (a) => a.byteLength);
  const outputs = new LeastRecentlyUsed<string, Float32Array>(inputLimit, (a) => a.byteLength);

  const graphOf = (model: string): Graph => {
    const graph = graphs.get(model);
    if (graph === undefined) throw new Error(`Cannot run a task: there is no model "${model}"`);
    return graph;
  };
  const graphUnder = (model: string, candidate: Candidate): Graph =>
    "shipped" in candidate
      ? candidate.shipped
      : quantize(graphOf(model), candidate.scheme, quantizeOptions(context.inputs));
  const sessionOf = (model: string, candidate: Candidate) =>
    sessions.get(
      `${model}:${candidate.key}`,
      () => prepare(graphUnder(model, candidate), { kernels, batch }),
    );

  const float32Of = (model: string) =>
    sessionOf(model, { key: "float32", scheme: { kind: "float32" } });

  /** Bytes of a session, quantized once to know them. */
  const sizeOf = (model: string, candidate: Candidate): number => {
    const name = `${model}:${candidate.key}`;
    const known = sizes.get(name) ?? sessionBytes(graphUnder(model, candidate), batch);
    sizes.set(name, known);
    return known;
  };

  /** Candidates in groups whose sessions, with that of float32, fit the memory. */
  const groupsOf = ({ model, candidates }: EvaluateTask): readonly (readonly Candidate[])[] => {
    const room = sessionLimit - sessionBytes(graphOf(model), batch);
    const groups: Candidate[][] = [];
    let left = 0;
    for (const candidate of candidates) {
      const bytes = isFloat32(candidate) ? 0 : sizeOf(model, candidate);
      if (groups.length === 0 || bytes > left) {
        groups.push([]);
        left = room;
      }
      groups.at(-1)!.push(candidate);
      left -= bytes;
    }
    return groups;
  };

  /** The evaluation samples of a fold under a condition: first those whose layers are compared. */
  function* chunksOf(
    fold: number,
    condition: Condition,
    layered: boolean,
  ): Generator<InputChunk> {
    const { evaluationIds, layerSamples } = folds[fold]!;
    const most = Math.max(1, Math.floor(chunkBytes / (4 * reader.perSample * reader.elements)));
    let from = 0;
    while (from < evaluationIds.length) {
      const layers = layered && from === 0;
      const end = from === 0 ? layerSamples : Math.min(from + most, evaluationIds.length);
      const ids = evaluationIds.slice(from, end);
      yield {
        from,
        samples: ids.length,
        inputs: inputs.get(
          JSON.stringify([fold, condition, from]),
          () => reader.ofSamples(ids, condition),
        ),
        layers,
      };
      from = end;
    }
  }

  const evaluateGroup = (
    candidates: readonly Candidate[],
    { model, fold, conditions, layers }: EvaluateTask,
  ): readonly Evaluation[] => {
    const float32 = float32Of(model);
    const subjects = candidates.map((candidate) => ({
      key: candidate.key,
      session: isFloat32(candidate) ? float32 : sessionOf(model, candidate),
      layers: hasLayers(candidate),
    }));
    return conditions.flatMap((condition) =>
      evaluateChunks(subjects, chunksOf(fold, condition, layers), {
        metric,
        samples: folds[fold]!.evaluationIds.length,
        float32,
        float32Outputs: ({ from }, make) =>
          outputs.get(JSON.stringify([model, fold, condition, from]), make),
      }).map((evaluation) => ({ ...evaluation, condition }))
    );
  };

  const evaluate = (task: EvaluateTask): EvaluateResult => ({
    kind: "evaluate",
    evaluations: groupsOf(task).flatMap((group) => evaluateGroup(group, task)),
  });

  const calibrateAll = (task: CalibrateTask): CalibrateResult => {
    const condition = conditionOf(task.condition);
    const statistics = observe(
      graphOf(task.model),
      { read: (ids) => reader.ofInputs(ids, condition) },
      { draws: task.draws, sizes: task.sizes, values: task.values, kernels, batch },
    );
    // Set by set: all calibrators look at one distribution before the next is made.
    const sets = Map.groupBy(
      task.calibrations.keys(),
      (index) => JSON.stringify([task.calibrations[index]!.draw, task.calibrations[index]!.size]),
    );
    const tables: CalibrationTable[] = [];
    for (const index of [...sets.values()].flat()) {
      const { calibrator, size, draw } = task.calibrations[index]!;
      tables[index] = calibrate(statistics, calibrator, { draw, size });
    }
    return { kind: "calibrate", tables };
  };

  function* batchesOf({ ids, condition }: RangesTask): Generator<Float32Array> {
    for (let from = 0; from < ids.length; from += batch) {
      yield reader.ofInputs(ids.slice(from, from + batch), condition);
    }
  }

  const findRanges = (task: RangesTask): RangesResult => ({
    kind: "ranges",
    ranges: [...measureRanges(float32Of(task.model), batchesOf(task))],
  });

  return (task) => {
    switch (task.kind) {
      case "calibrate":
        return calibrateAll(task);
      case "ranges":
        return findRanges(task);
      case "evaluate":
        return evaluate(task);
    }
  };
}

/** Whether the layers of a candidate are compared: layers.csv is about the two ends of mixed. */
function hasLayers(candidate: Candidate): boolean {
  return !("scheme" in candidate && candidate.scheme.kind === "mixed");
}

function isFloat32(candidate: Candidate): boolean {
  return "scheme" in candidate && candidate.scheme.kind === "float32";
}
