import type { Distribution } from "./distribution.ts";
import { type CalibratedRange, calibratedRange } from "./range.ts";

/**
 * Smallest and largest value over all samples: nothing is clipped, and one sample can set the range.
 * The default of the TensorFlow Lite converter and of onnxruntime; non-finite values are left out as
 * in both.
 */
export function minMax(distribution: Distribution): CalibratedRange {
  return calibratedRange(distribution, { lo: distribution.min, hi: distribution.max });
}
