import type { Binned } from "./binned.ts";
import { binOfShare } from "./numpy_histogram.ts";

/**
 * The largest absolute value of NVIDIA's percentile calibrator (pytorch-quantization, default
 * 99.99), on `nvidiaBins` of 2,048: the left edge of the bin in which the share of the absolute
 * values, zeros included, reaches `percentile` percent.
 */
export function nvidiaPercentile({ edges, counts }: Binned, percentile: number): number {
  return edges[binOfShare(counts, percentile / 100)]!;
}
