import type { CalibrationTable } from "../calibrate/mod.ts";

/** Every scheme that quantizes a float32 model, in the order that reports list them. */
export const schemeKinds = [
  "float32",
  "weight-only",
  "static",
  "dynamic",
  "dynamic-input",
  "hybrid",
  "mixed",
] as const;

/** The name of a scheme. */
export type SchemeKind = typeof schemeKinds[number];

/**
 * What a suite compares: every scheme, and `as-shipped`, the quantized model of the model's maker. That
 * one is read, not made: it is no {@linkcode Scheme}, and nothing quantizes to it.
 */
export const comparedKinds = [...schemeKinds, "as-shipped"] as const;

/** The name of what a suite compares. */
export type ComparedKind = typeof comparedKinds[number];

/**
 * How many scales a weight tensor has: one an output channel, one in all, or `tflite`: convolutions
 * per-channel, fully connected per-tensor.
 */
export const weightGranularities = ["per-channel", "per-tensor", "tflite"] as const;

/** The name of a weight granularity. */
export type WeightGranularity = typeof weightGranularities[number];

/**
 * How a model is quantized. Only schemes with static activations carry a calibration table, so
 * neither "static without calibration" nor "dynamic with a calibrator" can be written.
 *
 * - `weight-only` int8 weights, float32 activations: the weight error alone
 * - `static` int8 activations with fixed parameters: integers only, between quantize and dequantize
 * - `dynamic` int8 activations, parameters found for each input
 * - `dynamic-input` as static, but the model's input is quantized for each input
 * - `hybrid` float32 activations; the input of each weighted op is quantized for each input
 * - `mixed` as static, but for named values, whose parameters are found for each input
 */
export type Scheme =
  | { readonly kind: "float32" }
  | { readonly kind: "weight-only"; readonly weights: WeightGranularity }
  | {
    readonly kind: "static";
    readonly weights: WeightGranularity;
    readonly table: CalibrationTable;
  }
  | { readonly kind: "dynamic"; readonly weights: WeightGranularity }
  | {
    readonly kind: "dynamic-input";
    readonly weights: WeightGranularity;
    readonly table: CalibrationTable;
  }
  | { readonly kind: "hybrid"; readonly weights: WeightGranularity }
  | {
    readonly kind: "mixed";
    readonly weights: WeightGranularity;
    readonly table: CalibrationTable;
    /** Names of values of the float32 model, each one of `choosableValues`. */
    readonly dynamic: readonly string[];
  };

/** A scheme that needs a calibration table. */
export type CalibratedKind = Extract<Scheme, { readonly table: CalibrationTable }>["kind"];

/** Whether a scheme needs a calibration table. */
export function isCalibrated(kind: ComparedKind): kind is CalibratedKind {
  return kind === "static" || kind === "dynamic-input" || kind === "mixed";
}
