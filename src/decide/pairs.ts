import type { AccuracyRow } from "../records/mod.ts";

/** The columns that tell configurations of one model apart. */
export type ConfigurationColumns = Pick<
  AccuracyRow,
  "scheme" | "weights" | "calibrator" | "calibratorParameter"
>;

/** Schemes of ours that are compared with what was shipped. */
const ours: readonly string[] = ["static", "dynamic", "hybrid", "dynamic-input"];

/** Schemes whose weight granularities are compared. */
const weighted: readonly string[] = ["static", "dynamic", "hybrid"];

/**
 * Whether a configuration is compared, as the first, with another one of the same model:
 *
 * - static with dynamic, whatever its calibrator; the standard static with dynamic-input and hybrid too:
 *   within one weight granularity
 * - every scheme of ours with as-shipped, static the standard one
 * - per-channel weights with tflite and per-tensor ones, all else being equal, static the standard one
 *
 * @param standard The calibrator that static has when another choice than the calibrator is looked at.
 */
export function isCompared(
  first: ConfigurationColumns,
  second: ConfigurationColumns,
  standard: ConfigurationColumns | undefined,
): boolean {
  const isStandard = first.scheme !== "static" ||
    (standard !== undefined && sameCalibrator(first, standard));
  if (first.scheme === "static" && first.weights === second.weights) {
    if (second.scheme === "dynamic") return true;
    if (second.scheme === "dynamic-input" || second.scheme === "hybrid") return isStandard;
  }
  if (!isStandard) return false;
  if (second.scheme === "as-shipped") return ours.includes(first.scheme);
  return weighted.includes(first.scheme) && first.scheme === second.scheme &&
    sameCalibrator(first, second) && first.weights === "per-channel" &&
    (second.weights === "tflite" || second.weights === "per-tensor");
}

function sameCalibrator(one: ConfigurationColumns, other: ConfigurationColumns): boolean {
  return one.calibrator === other.calibrator &&
    one.calibratorParameter === other.calibratorParameter;
}
