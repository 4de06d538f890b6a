import type { Table } from "./table.ts";

/** What a fixed threshold makes of the anomaly scores of one cell. */
export interface ThresholdRow {
  readonly suite: string;
  readonly phase: string;
  readonly model: string;
  readonly scheme: string;
  readonly weights: string | undefined;
  readonly dynamicValues?: number | undefined;
  readonly calibrator: string | undefined;
  readonly calibratorParameter: number | undefined;
  readonly calibrationSize: number | undefined;
  readonly draw: number | undefined;
  readonly calibrationCondition: string | undefined;
  readonly shift: string;
  readonly severity: number;
  readonly threshold: number;
  readonly anomalies: number;
  readonly detected: number;
  readonly detectedShare: number;
  readonly detectedLo: number;
  readonly detectedHi: number;
  readonly normals: number;
  readonly falseAlarms: number;
  readonly falseAlarmShare: number;
  readonly falseAlarmLo: number;
  readonly falseAlarmHi: number;
  readonly scoreShift: number | undefined;
  readonly scoreShiftOfFloat32: number | undefined;
  readonly warnings: string;
}

/** `thresholds.csv`: written for anomaly scores alone. */
export const thresholdsTable: Table<ThresholdRow> = {
  name: "thresholds",
  describe: {
    suite: "Suite name",
    phase: "Phase of the sweep: calibration-sweep, shift-ladder or calibration-condition",
    model: "Model name",
    scheme: "float32, weight-only, static, dynamic, dynamic-input, hybrid, mixed or as-shipped",
    weights:
      "Weight granularity: per-channel, per-tensor or tflite; empty for float32 and as-shipped",
    dynamicValues:
      "Values whose parameters are found for each input, the first so many of mixed.csv; for mixed alone",
    calibrator: "Calibrator of a static scheme; empty where no calibration set is used",
    calibratorParameter: "The calibrator's parameter (percentile: percent kept), where it has one",
    calibrationSize: "Model inputs in the calibration set",
    draw: "Index of the seeded permutation of the calibration pool",
    calibrationCondition: "What was done to the calibration set: clean, or the name of a condition",
    shift: "Shift of the evaluation inputs; clean for none",
    severity: "Severity of the shift, 1 to 5; 0 for clean",
    threshold:
      "Score above which a sample is called an anomaly: chosen on float32 and clean inputs (Youden's J), then the same for every scheme and condition",
    anomalies: "Samples that are anomalies",
    detected: "Anomalies above the threshold",
    detectedShare: "Their share of the anomalies",
    detectedLo: "Lower end of its 95 % interval (Wilson)",
    detectedHi: "Upper end of its 95 % interval (Wilson)",
    normals: "Samples that are none",
    falseAlarms: "Samples above the threshold that are no anomalies",
    falseAlarmShare: "Their share of these samples",
    falseAlarmLo: "Lower end of its 95 % interval (Wilson)",
    falseAlarmHi: "Upper end of its 95 % interval (Wilson)",
    scoreShift:
      "Median over samples of the score less float32's on the same sample, clean, as a share of the threshold; empty where not finite",
    scoreShiftOfFloat32: "The same of float32 on this condition: what the shift alone does",
    warnings: "Warning codes, separated by spaces",
  },
  kinds: {
    suite: "text",
    phase: "text",
    model: "text",
    scheme: "text",
    weights: "text?",
    dynamicValues: "number?",
    calibrator: "text?",
    calibratorParameter: "number?",
    calibrationSize: "number?",
    draw: "number?",
    calibrationCondition: "text?",
    shift: "text",
    severity: "number",
    threshold: "number",
    anomalies: "number",
    detected: "number",
    detectedShare: "number",
    detectedLo: "number",
    detectedHi: "number",
    normals: "number",
    falseAlarms: "number",
    falseAlarmShare: "number",
    falseAlarmLo: "number",
    falseAlarmHi: "number",
    scoreShift: "number?",
    scoreShiftOfFloat32: "number?",
    warnings: "text",
  },
};
