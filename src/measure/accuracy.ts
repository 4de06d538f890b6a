import type { Session } from "../execute/mod.ts";
import type { AccuracyRow } from "../records/mod.ts";
import { mcnemar, sqnrDb, wilsonInterval } from "../statistics/mod.ts";
import { elementsPerSample } from "../tensor/mod.ts";
import { runFloat32 } from "./run_float32.ts";

/** What a classifier said about each sample. */
export interface Predictions {
  /** Class with the highest logit; the lowest index where several share it. */
  readonly classes: Uint16Array;
  /** Positions of the samples whose highest logit is not unique. */
  readonly tied: readonly number[];
}

/** The accuracy of a scheme on one condition, beside float32 on the same samples. */
export type AccuracyMeasure = Pick<
  AccuracyRow,
  | "metric"
  | "samples"
  | "value"
  | "valueLo"
  | "valueHi"
  | "float32Value"
  | "agreement"
  | "agreementLo"
  | "agreementHi"
  | "flipsHarmful"
  | "flipsBeneficial"
  | "ties"
  | "mcnemarP"
>;

/** Energies that make up a signal-to-quantization-noise ratio. */
export interface NoiseEnergy {
  readonly signal: number;
  readonly noise: number;
}

/**
 * Runs a model of one input and one output over samples, in batches.
 *
 * @param inputs [samples, ...] in the model's own axis order, flattened.
 * @returns The output, [samples, outputs], flattened.
 * @throws {RangeError} When the length of `inputs` is not a whole number of samples.
 */
export function infer(session: Session, inputs: Float32Array): Float32Array {
  const [input] = session.graph.inputs;
  const [output] = session.graph.outputs;
  const inputElements = elementsPerSample(input!.shape);
  const outputElements = elementsPerSample(output!.shape);
  const samples = inputs.length / inputElements;
  if (!Number.isInteger(samples)) {
    throw new RangeError(
      `Cannot run "${session.graph.name}": a sample has ${inputElements} elements, ` +
        `got ${inputs.length} in all`,
    );
  }
  const results = new Float32Array(samples * outputElements);
  for (let from = 0; from < samples; from += session.batch) {
    const count = Math.min(session.batch, samples - from);
    const data = inputs.subarray(from * inputElements, (from + count) * inputElements);
    results.set(runFloat32(session, data), from * outputElements);
  }
  return results;
}

/**
 * The class of each sample from its logits, [samples, classes] flattened. NaN never wins.
 *
 * @example
 * ```ts
 * import { classify } from "./accuracy.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { classes, tied } = classify(new Float32Array([0, 2, 1, 3, 3, 0]), 3);
 * assertEquals([...classes], [1, 0]);
 * assertEquals(tied, [1]);
 * ```
 */
export function classify(logits: Float32Array, classCount: number): Predictions {
  const classes = new Uint16Array(logits.length / classCount);
  const tied: number[] = [];
  for (let sample = 0; sample < classes.length; sample++) {
    let best = 0;
    let highest = -Infinity;
    let shared = false;
    for (let c = 0; c < classCount; c++) {
      const logit = logits[sample * classCount + c]!;
      if (logit > highest) {
        best = c;
        highest = logit;
        shared = false;
      } else if (logit === highest) shared = true;
    }
    classes[sample] = best;
    if (shared) tied.push(sample);
  }
  return { classes, tied };
}

/** Compares predictions with labels and with the float32 model's predictions. */
export function scoreTop1(
  predictions: Predictions,
  { labels, float32 }: { readonly labels: Uint16Array; readonly float32: Uint16Array },
): AccuracyMeasure {
  const { classes, tied } = predictions;
  let right = 0;
  let float32Right = 0;
  let agreed = 0;
  let flipsHarmful = 0;
  let flipsBeneficial = 0;
  for (let i = 0; i < classes.length; i++) {
    const isRight = classes[i] === labels[i];
    const wasRight = float32[i] === labels[i];
    if (isRight) right++;
    if (wasRight) float32Right++;
    if (classes[i] === float32[i]) agreed++;
    if (wasRight && !isRight) flipsHarmful++;
    if (isRight && !wasRight) flipsBeneficial++;
  }
  const samples = classes.length;
  const value = wilsonInterval(right, samples);
  const agreement = wilsonInterval(agreed, samples);
  return {
    metric: "top-1",
    samples,
    value: right / samples,
    valueLo: value.lo,
    valueHi: value.hi,
    float32Value: float32Right / samples,
    agreement: agreed / samples,
    agreementLo: agreement.lo,
    agreementHi: agreement.hi,
    flipsHarmful,
    flipsBeneficial,
    ties: tied.length,
    mcnemarP: mcnemar(flipsHarmful, flipsBeneficial),
  };
}

/**
 * Sums of squares of `exact` and of `exact - approximate`, in order, in float64; `before` is what earlier
 * parts summed to.
 */
export function noiseEnergy(
  exact: Float32Array,
  approximate: Float32Array,
  before: NoiseEnergy = { signal: 0, noise: 0 },
): NoiseEnergy {
  let { signal, noise } = before;
  for (let i = 0; i < exact.length; i++) {
    const x = exact[i]!;
    const error = x - approximate[i]!;
    signal += x * x;
    noise += error * error;
  }
  return { signal, noise };
}

/**
 * Runs a classifier over samples and scores it: top-1 with its Wilson interval, agreement with
 * float32, flips both ways, ties, exact McNemar and the SQNR of the logits.
 *
 * @param inputs [samples, ...] in the model's own axis order, flattened.
 */
export function measureAccuracy(
  session: Session,
  inputs: Float32Array,
  { labels, float32Logits }: {
    readonly labels: Uint16Array;
    readonly float32Logits: Float32Array;
  },
): AccuracyMeasure & { readonly sqnrDb: number | undefined } {
  const logits = infer(session, inputs);
  const classCount = logits.length / labels.length;
  const measure = scoreTop1(classify(logits, classCount), {
    labels,
    float32: classify(float32Logits, classCount).classes,
  });
  const { signal, noise } = noiseEnergy(float32Logits, logits);
  return { ...measure, sqnrDb: sqnrDb(signal, noise) };
}
