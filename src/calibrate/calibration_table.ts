import type { Calibrator } from "./calibrator.ts";
import type { Range } from "./distribution.ts";
import type { CalibrationWarning } from "./warnings.ts";

/** The range of one value, with what was observed and noticed. */
export interface CalibratedValue extends Range {
  /** Smallest and largest finite value observed; both 0 where there was none. */
  readonly observedLo: number;
  readonly observedHi: number;
  /** Share of the observed values outside the range. */
  readonly clippedShare: number;
  /** Share by which the observed range shrinks without its most extreme sample. */
  readonly outlierInfluence: number | undefined;
  readonly warnings: readonly CalibrationWarning[];
}

/** The ranges of a model's activations, by name, and how they were found. */
export interface CalibrationTable {
  readonly calibrator: Calibrator;
  /** Samples in the calibration set. */
  readonly samples: number;
  readonly ranges: ReadonlyMap<string, CalibratedValue>;
}
