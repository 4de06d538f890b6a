import type { Distribution, Range } from "./distribution.ts";
import type { CalibrationWarning } from "./warnings.ts";

/** The range that a calibrator chose, and what it noticed in choosing. */
export interface CalibratedRange extends Range {
  readonly warnings: readonly CalibrationWarning[];
}

/**
 * The range as a quantizer takes it: within the observed values, in float32, widened to include 0,
 * which an affine type must represent exactly.
 */
export function calibratedRange(
  { min, max }: Pick<Distribution, "min" | "max">,
  { lo, hi, warnings = [] }: Range & { readonly warnings?: readonly CalibrationWarning[] },
): CalibratedRange {
  return {
    lo: Math.min(Math.fround(Math.max(lo, min)), 0) + 0, // -0 becomes 0
    hi: Math.max(Math.fround(Math.min(hi, max)), 0),
    warnings,
  };
}
