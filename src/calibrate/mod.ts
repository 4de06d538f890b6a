/** Calibration: one observing pass, one calibrator per file, self-diagnosis, CalibrationTable. */
export type { ActivationStatistics, CalibrationSet } from "./activation_statistics.ts";
export * from "./calibrate.ts";
export * from "./calibration_table.ts";
export * from "./calibration_table_json.ts";
export * from "./calibrator.ts";
export { outlierInfluence } from "./diagnose.ts";
export {
  type Distribution,
  distributionOf,
  type Range,
  type SampleExtremes,
  shareOutside,
} from "./distribution.ts";
export { type BinCounts, type Histogram, histogramOf, mergeHistograms } from "./histogram.ts";
export * from "./observe.ts";
export type { CalibratedRange } from "./range.ts";
/** The calibrators of other tools, to reproduce their ranges. */
export * as variants from "./variants/mod.ts";
export {
  type CalibrationWarning,
  calibrationWarningCodes,
  calibrationWarnings,
} from "./warnings.ts";
