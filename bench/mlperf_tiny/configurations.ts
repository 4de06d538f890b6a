import {
  type CalibrationTable,
  type CalibratorName,
  calibratorNames,
} from "../../src/calibrate/mod.ts";
import { isCalibrated, type Scheme, type SchemeKind } from "../../src/quantize/mod.ts";
import type { WeightGranularity } from "../../src/quantize/mod.ts";

/** How a float32 model is quantized: one row of the table. */
export interface Configuration {
  readonly kind: Exclude<SchemeKind, "float32" | "weight-only" | "mixed">;
  readonly weights: WeightGranularity;
  /** Of the schemes that need one. */
  readonly calibrator: CalibratorName | undefined;
}

/** The calibrators that are compared: moving-average depends on the order of samples. */
const compared = calibratorNames.filter((name) => name !== "moving-average");

/** Static under every calibrator, then what finds its parameters at run time. */
export const configurations: readonly Configuration[] = (["per-channel", "tflite"] as const)
  .flatMap((weights): readonly Configuration[] => [
    ...compared.map((calibrator) => ({ kind: "static", weights, calibrator } as const)),
    { kind: "dynamic", weights, calibrator: undefined },
    { kind: "hybrid", weights, calibrator: undefined },
    { kind: "dynamic-input", weights, calibrator: "min-max" },
  ]);

/** `static tflite min-max`. */
export function configurationName({ kind, weights, calibrator }: Configuration): string {
  return [kind, weights, calibrator ?? []].flat().join(" ");
}

/** The Scheme of a configuration; `tableOf` gives the calibration table of a calibrator. */
export function schemeOf(
  { kind, weights, calibrator }: Configuration,
  tableOf: (calibrator: CalibratorName) => CalibrationTable,
): Scheme {
  return isCalibrated(kind)
    ? { kind, weights, table: tableOf(calibrator ?? "min-max") }
    : { kind, weights };
}
