import { calibrate, observe } from "../calibrate/mod.ts";
import { applyShift, sourceFromPixels } from "../data/mod.ts";
import { prepare, type Session } from "../execute/mod.ts";
import type { Graph } from "../graph/mod.ts";
import { classify, infer, measureLayers, noiseEnergy } from "../measure/mod.ts";
import { floatName, quantize } from "../quantize/mod.ts";
import { elementCount } from "../tensor/mod.ts";
import { LeastRecentlyUsed } from "./cache.ts";
import type {
  CalibrateResult,
  CalibrateTask,
  Candidate,
  EvaluateResult,
  EvaluateTask,
  Evaluation,
  Task,
  TaskContext,
  TaskResult,
} from "./messages.ts";
import type { Condition } from "./plan.ts";
import { preprocess } from "./preprocess.ts";

/** Samples in one run of a session. */
const batch = 16;

/** Prepared sessions that are kept: more than the shift ladder has candidates. */
const sessionLimit = 24;

/** Evaluation inputs, and float32 logits, that are kept: more than the ladder has conditions. */
const inputLimit = 8;

/**
 * Carries out tasks, one at a time. Sessions, shifted inputs and float32 logits are kept between
 * tasks; no result depends on what is kept.
 */
export function createTaskRunner(context: TaskContext): (task: Task) => TaskResult {
  const { data, evaluationIds, kernels } = context;
  const source = sourceFromPixels(data);
  const graphs = new Map(context.models.map(({ name, graph }) => [name, graph]));
  const sessions = new LeastRecentlyUsed<string, Session>(sessionLimit);
  const inputs = new LeastRecentlyUsed<string, Float32Array>(inputLimit);
  const logits = new LeastRecentlyUsed<string, Float32Array>(inputLimit * graphs.size);

  const graphOf = (model: string): Graph => {
    const graph = graphs.get(model);
    if (graph === undefined) throw new Error(`Cannot run a task: there is no model "${model}"`);
    return graph;
  };
  const read = (ids: readonly number[], condition: Condition): Float32Array => {
    const raw = source.read(ids);
    const { shift, severity } = condition;
    const { seed, gain } = context;
    const shifted = shift === "clean" ? raw : applyShift(raw, {
      shift,
      severity,
      seed,
      ids,
      shape: source.shape,
      ...(shift === "gain" && { ladder: gain }),
    });
    return preprocess(shifted, source.shape, context.preprocessing);
  };
  const inputsOf = (condition: Condition) =>
    inputs.get(JSON.stringify(condition), () => read(evaluationIds, condition));
  const sessionOf = (model: string, { key, scheme }: Candidate) =>
    sessions.get(
      `${model}:${key}`,
      () => prepare(quantize(graphOf(model), scheme), { kernels, batch }),
    );
  const float32Of = (model: string) =>
    sessionOf(model, { key: "float32", scheme: { kind: "float32" } });
  const float32Logits = (model: string, condition: Condition) =>
    logits.get(
      JSON.stringify([model, condition]),
      () => infer(float32Of(model), inputsOf(condition)),
    );

  const evaluateOne = (
    model: string,
    candidate: Candidate,
    condition: Condition,
  ): Evaluation => {
    const exact = float32Logits(model, condition);
    const approximate = candidate.scheme.kind === "float32"
      ? exact
      : infer(sessionOf(model, candidate), inputsOf(condition));
    const { classes, tied } = classify(approximate, source.classes);
    const energy = noiseEnergy(exact, approximate);
    const finite = Number.isFinite(energy.signal) && Number.isFinite(energy.noise);
    return { key: candidate.key, condition, classes, tied, ...(finite && { energy }) };
  };

  const evaluate = (task: EvaluateTask): EvaluateResult => {
    const { model, candidates, conditions } = task;
    const evaluations = conditions.flatMap((condition) => {
      const plain = candidates.map((candidate) => evaluateOne(model, candidate, condition));
      if (!task.layers) return plain;
      const elements = elementCount(source.shape);
      const layers = measureLayers(
        float32Of(model),
        inputsOf(condition).subarray(0, context.layerSamples * elements),
        {
          sessions: candidates.map((candidate) => sessionOf(model, candidate)),
          floatNameOf: floatName,
        },
      );
      return plain.map((evaluation, index) => ({ ...evaluation, layers: layers[index]! }));
    });
    return { kind: "evaluate", evaluations };
  };

  const calibrateAll = (task: CalibrateTask): CalibrateResult => {
    const { shift } = task.condition;
    const condition: Condition = shift
      ? { shift: shift.name, severity: shift.severity }
      : { shift: "clean", severity: 0 };
    const statistics = observe(
      graphOf(task.model),
      { read: (ids) => read(ids, condition) },
      { draws: task.draws, sizes: task.sizes, kernels, batch },
    );
    const tables = task.calibrations.map(({ calibrator, size, draw }) =>
      calibrate(statistics, calibrator, { draw, size })
    );
    return { kind: "calibrate", tables };
  };

  return (task) => task.kind === "calibrate" ? calibrateAll(task) : evaluate(task);
}
