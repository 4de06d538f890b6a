import type { Table } from "./table.ts";

/** What the value of a cell measures. */
export const metricNames = ["top-1", "auc", "fidelity"] as const;

/** The name of a metric. */
export type MetricName = typeof metricNames[number];

/** One measured cell: a model under a scheme, on one evaluation condition. */
export interface AccuracyRow {
  readonly suite: string;
  readonly phase: "calibration-sweep" | "shift-ladder" | "calibration-condition";
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
  readonly metric: MetricName;
  readonly samples: number;
  readonly folds: number;
  readonly value: number;
  readonly valueLo: number;
  readonly valueHi: number;
  readonly float32Value: number | undefined;
  readonly agreement: number;
  readonly agreementLo: number;
  readonly agreementHi: number;
  readonly flipsHarmful: number | undefined;
  readonly flipsBeneficial: number | undefined;
  readonly ties: number;
  readonly mcnemarP: number | undefined;
  readonly sqnrDb: number | undefined;
  readonly warnings: string;
}

/** `accuracy.csv`. */
export const accuracyTable: Table<AccuracyRow> = {
  name: "accuracy",
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
    calibrationSize: "Samples in the calibration set",
    draw: "Index of the seeded permutation of the calibration pool",
    calibrationCondition: "What was done to the calibration set: clean, or the name of a condition",
    shift: "Shift of the evaluation inputs; clean for none",
    severity: "Severity of the shift, 1 to 5; 0 for clean",
    metric:
      "What value measures: top-1 is the share of samples whose highest logit is the label, auc the area under the ROC curve of the scores, fidelity agreement with float32 where there are no labels",
    samples: "Evaluation samples",
    folds:
      "1: calibration and evaluation samples are apart; 2: each half of the samples is evaluated with the calibration of the other half",
    value: "The metric",
    valueLo: "Lower end of its 95 % interval (Wilson; DeLong for auc)",
    valueHi: "Upper end of its 95 % interval (Wilson; DeLong for auc)",
    float32Value: "The same metric of the float32 model on the same samples; empty for fidelity",
    agreement:
      "Share of samples that get the same class, or for auc the same decision, as from the float32 model",
    agreementLo: "Lower end of its 95 % interval (Wilson)",
    agreementHi: "Upper end of its 95 % interval (Wilson)",
    flipsHarmful: "Samples that float32 has right and this scheme wrong; empty for fidelity",
    flipsBeneficial: "Samples that float32 has wrong and this scheme right; empty for fidelity",
    ties: "Samples whose highest logit is not unique; the lowest class index is taken",
    mcnemarP: "Two-sided exact McNemar p-value against float32; empty for fidelity",
    sqnrDb:
      "Signal-to-quantization-noise ratio of the logits against float32, in dB; empty where exact",
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
    metric: "text",
    samples: "number",
    folds: "number",
    value: "number",
    valueLo: "number",
    valueHi: "number",
    float32Value: "number?",
    agreement: "number",
    agreementLo: "number",
    agreementHi: "number",
    flipsHarmful: "number?",
    flipsBeneficial: "number?",
    ties: "number",
    mcnemarP: "number?",
    sqnrDb: "number?",
    warnings: "text",
  },
};
