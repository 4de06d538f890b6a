import type { Session } from "../execute/mod.ts";
import {
  classify,
  infer,
  type LayerMeasure,
  measureFidelity,
  type NoiseEnergy,
  noiseEnergy,
  reconstructionErrors,
} from "../measure/mod.ts";
import type { MetricName } from "../records/mod.ts";
import { floatName } from "../quantize/mod.ts";
import type { Evaluation } from "./messages.ts";

/** Model inputs of some samples, one after the other. */
export interface InputChunk {
  /** Position of the first of these samples among all. */
  readonly from: number;
  readonly samples: number;
  /** [samples, inputs of a sample, elements] flattened. */
  readonly inputs: Float32Array;
  /** Whether the layers are compared on these. */
  readonly layers: boolean;
}

/** A model to evaluate; the same session as float32 itself for float32. */
export interface Subject {
  readonly key: string;
  readonly session: Session;
  /** Whether its layers are compared, on chunks that say so. */
  readonly layers: boolean;
}

/** What is evaluated, and how. */
export interface EvaluateOptions {
  readonly metric: MetricName;
  readonly samples: number;
  readonly float32: Session;
  /** The outputs of float32 on a chunk, made now if they are not known. */
  readonly float32Outputs: (chunk: InputChunk, make: () => Float32Array) => Float32Array;
}

/**
 * Runs models over chunks of samples: a chunk is held at a time, however many samples there are. The
 * result does not depend on where chunks begin.
 */
export function evaluateChunks(
  subjects: readonly Subject[],
  chunks: Iterable<InputChunk>,
  options: EvaluateOptions,
): readonly Omit<Evaluation, "condition">[] {
  const { float32, float32Outputs } = options;
  const tallies = subjects.map(({ key }) => createTally(key, options));
  const layered = subjects.filter(({ session, layers }) => layers && session !== float32);
  for (const chunk of chunks) {
    const fidelity = chunk.layers
      ? measureFidelity(float32, chunk.inputs, {
        sessions: layered.map(({ session }) => session),
        floatNameOf: floatName,
      })
      : undefined;
    const exact = float32Outputs(
      chunk,
      () => fidelity?.float32Outputs ?? infer(float32, chunk.inputs),
    );
    subjects.forEach((subject, index) => {
      const measure = fidelity?.measures[layered.indexOf(subject)];
      const approximate = subject.session === float32
        ? exact
        : measure?.outputs ?? infer(subject.session, chunk.inputs);
      tallies[index]!.add(chunk, { exact, approximate, layers: measure?.layers });
    });
  }
  return tallies.map((tally) => tally.finish());
}

/** What a model gave for a chunk, beside what float32 gave. */
interface Outputs {
  readonly exact: Float32Array;
  readonly approximate: Float32Array;
  readonly layers: readonly LayerMeasure[] | undefined;
}

/** An evaluation in the making. */
interface Tally {
  add(chunk: InputChunk, outputs: Outputs): void;
  finish(): Omit<Evaluation, "condition">;
}

function createTally(key: string, { metric, samples }: EvaluateOptions): Tally {
  const scored = metric === "auc";
  const classes = new Uint16Array(scored ? 0 : samples);
  const scores = new Float64Array(scored ? samples : 0);
  const tied: number[] = [];
  let energy: NoiseEnergy = { signal: 0, noise: 0 };
  let known: readonly LayerMeasure[] | undefined;
  return {
    add({ from, samples: count, inputs }, { exact, approximate, layers }) {
      if (scored) {
        scores.set(reconstructionErrors(inputs, approximate, { samples: count }), from);
      } else {
        const found = classify(approximate, approximate.length / count);
        classes.set(found.classes, from);
        tied.push(...found.tied.map((position) => from + position));
      }
      energy = noiseEnergy(exact, approximate, energy);
      known = layers ?? known;
    },
    finish: () => ({
      key,
      classes,
      tied,
      ...(scored && { scores }),
      ...(Number.isFinite(energy.signal) && Number.isFinite(energy.noise) && { energy }),
      ...(known && { layers: known }),
    }),
  };
}
