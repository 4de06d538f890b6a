import type { Distribution, Range } from "./distribution.ts";
import type { CalibratedRange } from "./range.ts";
import { type CalibrationWarning, sortWarnings } from "./warnings.ts";

/**
 * Share of a range that one sample alone may set. A fifth is also where AI Edge Quantizer's advice
 * calls a calibration set too small: two disjoint ones differ by more.
 */
const outlierShareMax = 0.2;

/**
 * How much the observed range, widened to include 0, shrinks without its most extreme sample, as a
 * share: 0 where the next sample reaches as far, near 1 where one sample dwarfs the others.
 * Absent where there are fewer than two samples, or nothing but zeros.
 */
export function outlierInfluence(distribution: Distribution): number | undefined {
  const observed = { lo: Math.min(distribution.min, 0), hi: Math.max(distribution.max, 0) };
  return influenceOn(observed, distribution);
}

/**
 * Every warning of a calibrated range: the calibrator's own, and those that follow from the
 * Distribution and the range.
 */
export function diagnose(
  distribution: Distribution,
  range: CalibratedRange,
): readonly CalibrationWarning[] {
  const { edges, min, max, perSample, samplesAsked, nonFinite } = distribution;
  const constant = min === max;
  const width = range.hi - range.lo;
  const found: readonly (readonly [CalibrationWarning, boolean])[] = [
    ["never-exercised", constant],
    ["outlier-range", (influenceOn(range, distribution) ?? 0) > outlierShareMax],
    ["collapsed-zero-bin", !constant && width < edges[1]! - edges[0]!],
    ["fewer-samples", perSample.min.length < samplesAsked],
    ["non-finite", nonFinite > 0],
  ];
  return sortWarnings([
    ...range.warnings,
    ...found.filter(([, holds]) => holds).map(([code]) => code),
  ]);
}

/**
 * The largest share of a range that no other sample reaches into: the sample with the smallest
 * minimum and the one with the largest maximum are left out in turn.
 */
function influenceOn(range: Range, { perSample }: Distribution): number | undefined {
  const { min, max } = perSample;
  const width = range.hi - range.lo;
  if (min.length < 2 || width === 0) return undefined;
  const shrink = (without: number) => {
    const rest = { lo: 0, hi: 0 };
    for (let sample = 0; sample < min.length; sample++) {
      if (sample === without) continue;
      rest.lo = Math.min(rest.lo, min[sample]!);
      rest.hi = Math.max(rest.hi, max[sample]!);
    }
    const reached = Math.min(rest.hi, range.hi) - Math.max(rest.lo, range.lo);
    return (width - reached) / width;
  };
  const lowest = min.reduce((least, x, sample) => x < min[least]! ? sample : least, 0);
  const highest = max.reduce((most, x, sample) => x > max[most]! ? sample : most, 0);
  return Math.max(shrink(lowest), shrink(highest));
}
