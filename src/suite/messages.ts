import type { SampleStore } from "../data/mod.ts";
import type { Graph } from "../graph/mod.ts";
import type { KernelSetName } from "../kernels/mod.ts";
import type { LayerMeasure, ObservedRange } from "../measure/mod.ts";
import type { Scheme } from "../quantize/mod.ts";
import type { MetricName } from "../records/mod.ts";
import type { CalibrationTable } from "../calibrate/mod.ts";
import type { InputSettings } from "./inputs.ts";
import type { SuiteModel } from "./models.ts";
import type { CalibrationRequest, Condition } from "./plan.ts";
import type { SuiteCondition } from "./schema.ts";

/** What every task needs. Posted once to each worker; what is in memory is shared, not copied. */
export interface TaskContext {
  readonly data: SampleStore;
  readonly models: readonly SuiteModel[];
  readonly inputs: InputSettings;
  readonly metric: MetricName;
  readonly kernels: KernelSetName;
  /** Bytes that the prepared sessions of a worker may take; what is larger is still run, one by one. */
  readonly sessionLimit: number;
  readonly folds: readonly TaskFold[];
}

/** The evaluation samples of a fold, and how many of them, the first, the layers are compared on. */
export interface TaskFold {
  readonly evaluationIds: readonly number[];
  readonly layerSamples: number;
}

/** Observes values of a model under one calibration condition and runs the calibrators. */
export interface CalibrateTask {
  readonly kind: "calibrate";
  readonly model: string;
  readonly fold: number;
  readonly condition: SuiteCondition;
  readonly values: readonly string[];
  /** Ids of model inputs. */
  readonly draws: readonly (readonly number[])[];
  readonly sizes: readonly number[];
  readonly calibrations: CalibrationRequest["calibrations"];
}

/**
 * A model to evaluate: the float32 one under a scheme, or a shipped one with its constants in shared
 * memory. Equal keys of one model mean equal candidates.
 */
export type Candidate =
  | { readonly key: string; readonly scheme: Scheme }
  | { readonly key: string; readonly shipped: Graph };

/** Evaluates candidates of one model on conditions of the samples of a fold, with or without their layers. */
export interface EvaluateTask {
  readonly kind: "evaluate";
  readonly model: string;
  readonly fold: number;
  readonly candidates: readonly Candidate[];
  readonly conditions: readonly Condition[];
  readonly layers: boolean;
}

/** Finds the ranges of all values of the float32 model under one condition. */
export interface RangesTask {
  readonly kind: "ranges";
  readonly model: string;
  readonly fold: number;
  /** Ids of model inputs. */
  readonly ids: readonly number[];
  readonly condition: Condition;
}

/** Work for a worker. */
export type Task = CalibrateTask | RangesTask | EvaluateTask;

/** The tables of a CalibrateTask, of its values alone, in the order of its calibrations. */
export interface CalibrateResult {
  readonly kind: "calibrate";
  readonly tables: readonly CalibrationTable[];
}

/** The ranges of a RangesTask, by value. */
export interface RangesResult {
  readonly kind: "ranges";
  readonly ranges: readonly (readonly [value: string, range: ObservedRange])[];
}

/** One candidate on one condition. */
export interface Evaluation {
  readonly key: string;
  readonly condition: Condition;
  /** The class of each sample; empty where they are scored instead. */
  readonly classes: Uint16Array;
  /** The anomaly score of each sample, with metric auc. */
  readonly scores?: Float64Array;
  /** Positions of the samples whose highest logit is not unique. */
  readonly tied: readonly number[];
  /** Energy of the float32 outputs and of the difference to them; absent where not finite. */
  readonly energy?: { readonly signal: number; readonly noise: number };
  readonly layers?: readonly LayerMeasure[];
}

/** The evaluations of an EvaluateTask: each candidate on each condition, in no set order. */
export interface EvaluateResult {
  readonly kind: "evaluate";
  readonly evaluations: readonly Evaluation[];
}

/** What a worker gives back. */
export type TaskResult = CalibrateResult | RangesResult | EvaluateResult;
