import type { Table } from "./table.ts";

/** The range that one calibrator chose for one activation, and what it noticed. */
export interface CalibrationRow {
  readonly suite: string;
  readonly model: string;
  readonly calibrationCondition: string;
  readonly calibrator: string;
  readonly calibratorParameter: number | undefined;
  readonly calibrationSize: number;
  readonly draw: number | undefined;
  readonly fold: number;
  readonly layer: string;
  readonly samples: number;
  readonly observedLo: number;
  readonly observedHi: number;
  readonly lo: number;
  readonly hi: number;
  readonly scale: number;
  readonly zeroPoint: number;
  readonly clippedShare: number;
  readonly outlierInfluence: number | undefined;
  readonly scaleMean: number | undefined;
  readonly scaleCv: number | undefined;
  readonly warnings: string;
}

/** `calibration.csv`. */
export const calibrationTable: Table<CalibrationRow> = {
  name: "calibration",
  describe: {
    suite: "Suite name",
    model: "Model name",
    calibrationCondition: "What was done to the calibration set: clean, or the name of a condition",
    calibrator: "Calibrator",
    calibratorParameter: "The calibrator's parameter (percentile: percent kept), where it has one",
    calibrationSize: "Samples in the calibration set",
    draw: "Index of the seeded permutation of the calibration pool",
    fold: "Fold whose pool it is, from 0; more than one where halves calibrate for each other",
    layer: "Name of the activation",
    samples: "Samples observed",
    observedLo: "Smallest float32 value observed",
    observedHi: "Largest float32 value observed",
    lo: "Lower end of the chosen range",
    hi: "Upper end of the chosen range",
    scale: "Scale of the chosen range",
    zeroPoint: "Zero point of the chosen range",
    clippedShare: "Share of the observed values outside the chosen range",
    outlierInfluence:
      "How much the observed range shrinks without its most extreme sample, as a share",
    scaleMean: "Mean of the scale over the draws of this size",
    scaleCv: "Standard deviation of the scale over the draws, over its mean; empty for one draw",
    warnings: "Self-diagnosis: warning codes, separated by spaces",
  },
  kinds: {
    suite: "text",
    model: "text",
    calibrationCondition: "text",
    calibrator: "text",
    calibratorParameter: "number?",
    calibrationSize: "number",
    draw: "number?",
    fold: "number",
    layer: "text",
    samples: "number",
    observedLo: "number",
    observedHi: "number",
    lo: "number",
    hi: "number",
    scale: "number",
    zeroPoint: "number",
    clippedShare: "number",
    outlierInfluence: "number?",
    scaleMean: "number?",
    scaleCv: "number?",
    warnings: "text",
  },
};
