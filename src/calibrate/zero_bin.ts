import { type Distribution, nonZeroCounts, zeroEdge } from "./distribution.ts";
import type { CalibrationWarning } from "./warnings.ts";

/** Share of the non-zero values that the bins next to zero may hold. */
const zeroBinShareMax = 0.99;

/**
 * `collapsed-zero-bin` where the histogram cannot tell 99 % of the non-zero values apart, because
 * they share the two bins next to zero: a few far values have made the bins too wide.
 */
export function zeroBinWarnings(distribution: Distribution): readonly CalibrationWarning[] {
  const counts = nonZeroCounts(distribution);
  const zero = zeroEdge(distribution);
  const nearZero = (counts[zero - 1] ?? 0) + (counts[zero] ?? 0);
  const nonZero = distribution.count - distribution.zeros;
  return nonZero > 0 && nearZero >= zeroBinShareMax * nonZero ? ["collapsed-zero-bin"] : [];
}
