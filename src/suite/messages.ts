import type { PixelData } from "../data/mod.ts";
import type { Graph } from "../graph/mod.ts";
import type { KernelSetName } from "../kernels/mod.ts";
import type { LayerMeasure } from "../measure/mod.ts";
import type { Scheme } from "../quantize/mod.ts";
import type { SuiteModel } from "./load.ts";
import type { CalibrationRequest, Condition } from "./plan.ts";
import type { Preprocessing, SuiteCondition } from "./schema.ts";
import type { CalibrationTable } from "../calibrate/mod.ts";

/** What every task needs. Posted once to each worker; the pixels are shared, not copied. */
export interface TaskContext {
  readonly data: PixelData;
  readonly models: readonly SuiteModel[];
  readonly preprocessing: Preprocessing;
  readonly gain: readonly [number, number, number, number, number];
  readonly seed: number;
  readonly kernels: KernelSetName;
  readonly evaluationIds: readonly number[];
  readonly layerSamples: number;
}

/** Observes values of a model under one calibration condition and runs the calibrators. */
export interface CalibrateTask {
  readonly kind: "calibrate";
  readonly model: string;
  readonly condition: SuiteCondition;
  readonly values: readonly string[];
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

/** Evaluates candidates of one model on conditions, with or without their layers. */
export interface EvaluateTask {
  readonly kind: "evaluate";
  readonly model: string;
  readonly candidates: readonly Candidate[];
  readonly conditions: readonly Condition[];
  readonly layers: boolean;
}

/** Work for a worker. */
export type Task = CalibrateTask | EvaluateTask;

/** The tables of a CalibrateTask, of its values alone, in the order of its calibrations. */
export interface CalibrateResult {
  readonly kind: "calibrate";
  readonly tables: readonly CalibrationTable[];
}

/** One candidate on one condition. */
export interface Evaluation {
  readonly key: string;
  readonly condition: Condition;
  readonly classes: Uint16Array;
  /** Positions of the samples whose highest logit is not unique. */
  readonly tied: readonly number[];
  /** Energy of the float32 logits and of the difference to them; absent where not finite. */
  readonly energy?: { readonly signal: number; readonly noise: number };
  readonly layers?: readonly LayerMeasure[];
}

/** The evaluations of an EvaluateTask: conditions outside, candidates inside. */
export interface EvaluateResult {
  readonly kind: "evaluate";
  readonly evaluations: readonly Evaluation[];
}

/** What a worker gives back. */
export type TaskResult = CalibrateResult | EvaluateResult;
