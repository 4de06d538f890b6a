import { type RoundingProfile, roundingProfiles } from "../../src/affine/mod.ts";
import { calibrate, defaultCalibrators, observe } from "../../src/calibrate/mod.ts";
import { prepare } from "../../src/execute/mod.ts";
import { type Graph, withRounding } from "../../src/graph/mod.ts";
import type { KernelSetName } from "../../src/kernels/mod.ts";
import { infer } from "../../src/measure/mod.ts";
import { quantize } from "../../src/quantize/mod.ts";
import { elementsPerSample } from "../../src/tensor/mod.ts";
import { type Configuration, configurationName, schemeOf } from "./configurations.ts";
import { gather } from "./folds.ts";
import type { Fold, Task } from "./task.ts";

/** The outputs of all samples of a task, [samples, inputsPerSample, ...] flattened, by name. */
export type Outputs = ReadonlyMap<string, Float32Array>;

interface EvaluateOptions {
  readonly configurations: readonly Configuration[];
  readonly kernels: KernelSetName;
  /** How the configurations round. */
  readonly rounding: RoundingProfile;
  readonly onProgress?: (what: string) => void;
}

const batch = 32;

/** The names of the models that are given; the others are `configurationName`. */
export const float32Name = "float32";
export const shippedName = (rounding: RoundingProfile) => `shipped int8, ${rounding}`;
export const givenNames: readonly string[] = [float32Name, ...roundingProfiles.map(shippedName)];

/**
 * Runs the float32 model, the shipped one under both rounding profiles and every configuration over the evaluation samples. Each
 * fold is calibrated and quantized on its own; its outputs take the places of its samples.
 */
export function evaluate(task: Task, options: EvaluateOptions): Outputs {
  const { configurations, kernels, rounding, onProgress } = options;
  const run = (graph: Graph, inputs: Float32Array) =>
    infer(prepare(graph, { kernels, batch }), inputs);
  const outputs = new Map<string, Float32Array>([
    [float32Name, run(task.float32, task.inputs)],
    ...roundingProfiles.map((profile) => {
      const shipped = withRounding(task.shipped, profile);
      return [shippedName(profile), run(shipped, task.inputs)] as const;
    }),
  ]);
  const samples = task.labels.length;
  const inputElements = task.inputs.length / samples;
  const outputElements = outputs.get(float32Name)!.length / samples;
  for (const [index, fold] of task.folds.entries()) {
    onProgress?.(`${task.name}: fold ${index + 1} of ${task.folds.length}`);
    const tableOf = calibrationOf(task, fold, kernels);
    const inputs = gather(task.inputs, fold.evaluation, { elements: inputElements });
    for (const configuration of configurations) {
      const name = configurationName(configuration);
      const quantized = quantize(task.float32, schemeOf(configuration, tableOf));
      const found = run(withRounding(quantized, rounding), inputs);
      const all = outputs.get(name) ?? new Float32Array(samples * outputElements);
      fold.evaluation.forEach((id, at) =>
        all.set(found.subarray(at * outputElements, (at + 1) * outputElements), id * outputElements)
      );
      outputs.set(name, all);
    }
  }
  return outputs;
}

/** The calibration table of each calibrator, from one observing pass over a fold. */
function calibrationOf(task: Task, fold: Fold, kernels: KernelSetName) {
  const [port] = task.float32.inputs;
  const elements = elementsPerSample(port!.shape);
  const size = fold.calibration.length / elements;
  const ids = Array.from({ length: size }, (_, id) => id);
  const statistics = observe(task.float32, {
    read: (ids) => gather(fold.calibration, ids, { elements }),
  }, { draws: [ids], sizes: [size], kernels });
  return (calibrator: keyof typeof defaultCalibrators) =>
    calibrate(statistics, defaultCalibrators[calibrator], { draw: 0, size });
}
