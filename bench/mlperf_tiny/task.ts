import type { Graph } from "../../src/graph/mod.ts";

/** The models of MLPerf Tiny that are compared. */
export const taskNames = [
  "image-classification",
  "keyword-spotting",
  "anomaly-detection",
] as const;

/** The name of one of them. */
export type TaskName = typeof taskNames[number];

/** Calibration inputs, and the samples that models calibrated on them are evaluated on. */
export interface Fold {
  /** [samples, ...] flattened, as the float32 model takes them. */
  readonly calibration: Float32Array;
  /** Ids of the evaluation samples: no calibration input comes from one of them. */
  readonly evaluation: readonly number[];
}

/** A model, as float32 and as it was shipped, with its evaluation samples. */
export interface Task {
  readonly name: TaskName;
  readonly metric: "top-1" | "auc";
  readonly float32: Graph;
  /** The shipped int8 model with float32 ports, profile `tflm`. */
  readonly shipped: Graph;
  /** [samples, inputsPerSample, ...] flattened, as the float32 model takes them. */
  readonly inputs: Float32Array;
  /** Model inputs that a sample consists of: the windows of a clip. */
  readonly inputsPerSample: number;
  readonly labels: Uint8Array;
  /** Together the evaluation samples of the folds are all samples, each once. */
  readonly folds: readonly Fold[];
  /** Where the calibration inputs come from, in words. */
  readonly calibratedOn: string;
}

/** Where the data are, and how they are drawn. */
export interface TaskOptions {
  /** The folder that holds `mlperf-tiny` and `cifar-10`. */
  readonly dataDir: string;
  readonly seed: number;
}
