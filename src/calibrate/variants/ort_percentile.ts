import type { Range } from "../distribution.ts";
import type { Binned } from "./binned.ts";
import { binOfShare } from "./numpy_histogram.ts";

/**
 * onnxruntime's percentile calibrator (1.30), symmetric, on `ortAbsoluteBins` of 2,048: the left
 * edge of the bin in which the share of the absolute values reaches `percentile` percent, on both
 * sides, within the observed values.
 */
export function ortPercentileSymmetric(binned: Binned, percentile: number): Range {
  const end = binned.edges[binOfShare(binned.counts, percentile / 100)]!;
  return { lo: Math.max(-end, binned.min), hi: Math.min(end, binned.max) };
}

/**
 * onnxruntime's percentile calibrator (1.30), asymmetric, on `ortSignedBins` of 2,048: half of what
 * `percentile` leaves is cut at either end, each end the left edge of its bin, within the observed
 * values.
 */
export function ortPercentileAsymmetric(binned: Binned, percentile: number): Range {
  const { edges, counts, min, max } = binned;
  const cut = (100 - percentile) / 200;
  return {
    lo: Math.max(edges[binOfShare(counts, cut)]!, min),
    hi: Math.min(edges[binOfShare(counts, 1 - cut)]!, max),
  };
}
