import type { Table } from "./table.ts";

/** What two cells are compared in. */
export type ComparedMeasure = "accuracy" | "auc" | "agreement";

/** Two cells on the same samples, compared sample by sample in one measure. */
export interface ComparisonRow {
  readonly suite: string;
  readonly phase: "shift-ladder";
  readonly model: string;
  readonly shift: string;
  readonly severity: number;
  readonly measure: ComparedMeasure;
  readonly samples: number;
  readonly firstScheme: string;
  readonly firstWeights: string | undefined;
  readonly firstCalibrator: string | undefined;
  readonly firstCalibratorParameter: number | undefined;
  readonly firstCalibrationSize: number | undefined;
  readonly secondScheme: string;
  readonly secondWeights: string | undefined;
  readonly secondCalibrator: string | undefined;
  readonly secondCalibratorParameter: number | undefined;
  readonly secondCalibrationSize: number | undefined;
  readonly firstValue: number;
  readonly secondValue: number;
  readonly difference: number;
  readonly differenceLo: number;
  readonly differenceHi: number;
  readonly method: "newcombe" | "delong";
  readonly p: number | undefined;
  readonly verdict: "first" | "second" | "none";
  readonly warnings: string;
}

/** `comparisons.csv`. */
export const comparisonsTable: Table<ComparisonRow> = {
  name: "comparisons",
  describe: {
    suite: "Suite name",
    phase: "Phase of the sweep: shift-ladder",
    model: "Model name",
    shift: "Shift of the evaluation inputs; clean for none",
    severity: "Severity of the shift, 1 to 5; 0 for clean",
    measure:
      "What is compared: accuracy (top-1), auc, or agreement, the share of samples that get the same class as from the float32 model",
    samples: "Evaluation samples, the same for both",
    firstScheme: "Scheme of the first: static, dynamic, dynamic-input or hybrid",
    firstWeights: "Its weight granularity",
    firstCalibrator: "Its calibrator; empty where no calibration set is used",
    firstCalibratorParameter: "Its calibrator's parameter, where it has one",
    firstCalibrationSize: "Samples in its calibration set",
    secondScheme: "Scheme of the second: static, dynamic, dynamic-input, hybrid or as-shipped",
    secondWeights: "Its weight granularity; empty for as-shipped",
    secondCalibrator: "Its calibrator; empty where no calibration set is used",
    secondCalibratorParameter: "Its calibrator's parameter, where it has one",
    secondCalibrationSize: "Samples in its calibration set",
    firstValue: "The measure of the first",
    secondValue: "The measure of the second",
    difference: "First less second",
    differenceLo: "Lower end of its paired 95 % interval",
    differenceHi: "Upper end of its paired 95 % interval",
    method:
      "How the interval is made: newcombe (1998, method 10) for shares, delong (1988) for auc",
    p: "Two-sided exact McNemar p-value of the two; empty for auc",
    verdict:
      "first or second: the one that the interval favours, since it excludes 0; none: it does not",
    warnings: "float-collapsed where float32 itself has lost its accuracy: not for decisions",
  },
  kinds: {
    suite: "text",
    phase: "text",
    model: "text",
    shift: "text",
    severity: "number",
    measure: "text",
    samples: "number",
    firstScheme: "text",
    firstWeights: "text?",
    firstCalibrator: "text?",
    firstCalibratorParameter: "number?",
    firstCalibrationSize: "number?",
    secondScheme: "text",
    secondWeights: "text?",
    secondCalibrator: "text?",
    secondCalibratorParameter: "number?",
    secondCalibrationSize: "number?",
    firstValue: "number",
    secondValue: "number",
    difference: "number",
    differenceLo: "number",
    differenceHi: "number",
    method: "text",
    p: "number?",
    verdict: "text",
    warnings: "text",
  },
};
