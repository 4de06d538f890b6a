import { arrayOf, modelsOf } from "./files.ts";
import { crossFit } from "./folds.ts";
import type { Task, TaskOptions } from "./task.ts";

const windowElements = 640;
const stepElements = 128;

/** The windows of clips: 640 values, each 128 after the one before; clip after clip. */
export function clipWindows(data: Float32Array, clips: number): Float32Array {
  const length = data.length / clips;
  const perClip = Math.floor((length - windowElements) / stepElements) + 1;
  const windows = new Float32Array(clips * perClip * windowElements);
  for (let i = 0; i < clips * perClip; i++) {
    const start = Math.floor(i / perClip) * length + (i % perClip) * stepElements;
    windows.set(data.subarray(start, start + windowElements), i * windowElements);
  }
  return windows;
}

/** The score of each sample: the mean squared difference of its inputs and what the model made of them. */
export function reconstructionErrors(
  inputs: Float32Array,
  outputs: Float32Array,
  { samples }: { readonly samples: number },
): Float64Array {
  const perSample = inputs.length / samples;
  return Float64Array.from({ length: samples }, (_, sample) => {
    let sum = 0;
    for (let i = sample * perSample; i < (sample + 1) * perSample; i++) {
      const error = inputs[i]! - outputs[i]!;
      sum += error * error;
    }
    return sum / perSample;
  });
}

/** The autoencoder: 124 clips, scored by the reconstruction error over their windows. */
export function anomalyTask({ dataDir, seed }: TaskOptions): Task {
  const folder = `${dataDir}/mlperf-tiny`;
  const labels = arrayOf(`${folder}/ad_labels.npy`, Uint8Array);
  const clips = arrayOf(`${folder}/ad_clips_float32.npy`, Float32Array);
  const inputs = clipWindows(clips, labels.length);
  return {
    name: "anomaly-detection",
    metric: "auc",
    ...modelsOf(dataDir, "ad_autoencoder"),
    inputs,
    inputsPerSample: inputs.length / windowElements / labels.length,
    labels,
    folds: crossFit(inputs, labels, { seed }),
    calibratedOn: "the other half of the clips, both ways",
  };
}
