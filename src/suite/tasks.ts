import { calibrate, type CalibrationTable, observe } from "../calibrate/mod.ts";
import { applyShift, sourceFromPixels } from "../data/mod.ts";
import { prepare, type Session } from "../execute/mod.ts";
import type { Graph } from "../graph/mod.ts";
import { classify, infer, measureFidelity, noiseEnergy } from "../measure/mod.ts";
import { floatName, quantize } from "../quantize/mod.ts";
import { bytesPerElement, elementCount, elementsPerSample } from "../tensor/mod.ts";
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
import { type Condition, conditionOf } from "./plan.ts";
import { preprocess } from "./preprocess.ts";

/** Samples in one run of a session. */
const batch = 16;

/** Bytes of prepared sessions that are kept. */
const sessionLimit = 512 * 2 ** 20;

/** Bytes of evaluation inputs, and of float32 logits, that are kept. */
const inputLimit = 64 * 2 ** 20;

/**
 * Carries out tasks, one at a time. Sessions, shifted inputs and float32 logits are kept between
 * tasks; no result depends on what is kept.
 */
export function createTaskRunner(context: TaskContext): (task: Task) => TaskResult {
  const { data, evaluationIds, kernels } = context;
  const source = sourceFromPixels(data);
  const graphs = new Map(context.models.map(({ name, graph }) => [name, graph]));
  const sessions = new LeastRecentlyUsed<string, Session>(sessionLimit, sessionBytes);
  const inputs = new LeastRecentlyUsed<string, Float32Array>(inputLimit, (a) => a.byteLength);
  const logits = new LeastRecentlyUsed<string, Float32Array>(inputLimit, (a) => a.byteLength);

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
      form: { domain: "image", shape: source.shape, white: 255, step: 1 },
      ladders: { gain },
    });
    return preprocess(shifted, source.shape, context.preprocessing);
  };
  const inputsOf = (condition: Condition) =>
    inputs.get(JSON.stringify(condition), () => read(evaluationIds, condition));
  const graphUnder = (model: string, candidate: Candidate): Graph =>
    "shipped" in candidate ? candidate.shipped : quantize(graphOf(model), candidate.scheme);
  const sessionOf = (model: string, candidate: Candidate) =>
    sessions.get(
      `${model}:${candidate.key}`,
      () => prepare(graphUnder(model, candidate), { kernels, batch }),
    );
  const float32Of = (model: string) =>
    sessionOf(model, { key: "float32", scheme: { kind: "float32" } });
  const float32Logits = (model: string, condition: Condition) =>
    logits.get(
      JSON.stringify([model, condition]),
      () => infer(float32Of(model), inputsOf(condition)),
    );

  const evaluationOf = (
    { key }: Candidate,
    condition: Condition,
    { exact, approximate }: { readonly exact: Float32Array; readonly approximate: Float32Array },
  ): Evaluation => {
    const { classes, tied } = classify(approximate, source.classes);
    const energy = noiseEnergy(exact, approximate);
    const finite = Number.isFinite(energy.signal) && Number.isFinite(energy.noise);
    return { key, condition, classes, tied, ...(finite && { energy }) };
  };

  const evaluatePlain = (
    model: string,
    candidates: readonly Candidate[],
    condition: Condition,
  ): readonly Evaluation[] => {
    const exact = float32Logits(model, condition);
    return candidates.map((candidate) => {
      const approximate = isFloat32(candidate)
        ? exact
        : infer(sessionOf(model, candidate), inputsOf(condition));
      return evaluationOf(candidate, condition, { exact, approximate });
    });
  };

  /** The first samples with their layers, the rest without. */
  const evaluateLayers = (
    model: string,
    candidates: readonly Candidate[],
    condition: Condition,
  ): readonly Evaluation[] => {
    const all = inputsOf(condition);
    const split = Math.min(context.layerSamples * elementCount(source.shape), all.length);
    const [first, rest] = [all.subarray(0, split), all.subarray(split)];
    const quantized = candidates.filter((candidate) => !isFloat32(candidate));
    const quantizedSessions = quantized.map((candidate) => sessionOf(model, candidate));
    const { float32Outputs, measures } = measureFidelity(float32Of(model), first, {
      sessions: quantizedSessions,
      floatNameOf: floatName,
    });
    const exact = logits.get(
      JSON.stringify([model, condition]),
      () => joined(float32Outputs, infer(float32Of(model), rest)),
    );
    return candidates.map((candidate) => {
      const index = quantized.indexOf(candidate);
      if (index < 0) return evaluationOf(candidate, condition, { exact, approximate: exact });
      const { outputs, layers } = measures[index]!;
      const approximate = joined(outputs, infer(quantizedSessions[index]!, rest));
      return { ...evaluationOf(candidate, condition, { exact, approximate }), layers };
    });
  };

  const evaluate = (task: EvaluateTask): EvaluateResult => {
    const one = task.layers ? evaluateLayers : evaluatePlain;
    return {
      kind: "evaluate",
      evaluations: task.conditions.flatMap((condition) =>
        one(task.model, task.candidates, condition)
      ),
    };
  };

  const calibrateAll = (task: CalibrateTask): CalibrateResult => {
    const condition = conditionOf(task.condition);
    const statistics = observe(
      graphOf(task.model),
      { read: (ids) => read(ids, condition) },
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

  return (task) => task.kind === "calibrate" ? calibrateAll(task) : evaluate(task);
}

function isFloat32(candidate: Candidate): boolean {
  return "scheme" in candidate && candidate.scheme.kind === "float32";
}

function joined(first: Float32Array, rest: Float32Array): Float32Array {
  const all = new Float32Array(first.length + rest.length);
  all.set(first);
  all.set(rest, first.length);
  return all;
}

/** About what a session holds: its constants, packed once more, and its activations. */
function sessionBytes({ graph, batch: samples }: Session): number {
  let bytes = 0;
  for (const { type, constant } of graph.values.values()) {
    bytes += constant
      ? 2 * constant.data.byteLength
      : samples * elementsPerSample(type.shape) * bytesPerElement(type.dtype);
  }
  return bytes;
}
