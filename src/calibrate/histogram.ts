import { HistogramBuilder } from "./histogram_builder.ts";
import { powerOfTwo } from "./log2.ts";
import { binsPerSide, createSampleCounter, exponentFor } from "./sample_counts.ts";

/** Counts of the bins of one side: `binsPerSide` of them, or none where the side is not in use. */
export type BinCounts = Uint32Array | Float64Array;

/**
 * Counts of float32 values in bins whose width `w` is a power of two and whose edges are multiples
 * of it: `positive[i]` counts the x in [i*w, (i+1)*w), `negative[i]` those in (-(i+1)*w, -i*w];
 * a zero of either sign is in `positive[0]`. The width is the narrowest that fits the largest
 * absolute value within `binsPerSide` bins, so that it depends on the data alone: not on their
 * order, nor on how they were split. Not to be mutated.
 */
export interface Histogram {
  readonly width: number;
  readonly positive: BinCounts;
  readonly negative: BinCounts;
  /** Finite values counted; `min` and `max` are 0 where there is none. */
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** Values that are exactly zero. */
  readonly zeros: number;
  /** NaN and infinities met: in no bin, and not in `count`. */
  readonly nonFinite: number;
}

/**
 * The Histogram of one array.
 *
 * @example
 * ```ts
 * import { histogramOf } from "./histogram.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { width, positive, negative, zeros } = histogramOf(new Float32Array([0, 0.5, 1, -1]));
 * assertEquals(width, 2 ** -10);
 * assertEquals([positive[0], positive[512], positive[1024], negative[1024]], [1, 1, 1, 1]);
 * assertEquals(zeros, 1);
 * ```
 */
export function histogramOf(data: Float32Array): Histogram {
  const builder = new HistogramBuilder();
  builder.add(createSampleCounter()(data));
  return builder.build();
}

/**
 * The Histogram of everything that the given ones counted: exactly the one that a single pass over
 * all values would give, whatever the order.
 *
 * @example
 * ```ts
 * import { histogramOf, mergeHistograms } from "./histogram.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const parts = [new Float32Array([0.25, 100]), new Float32Array([-3])].map(histogramOf);
 * const merged = mergeHistograms(parts);
 * assertEquals([merged.min, merged.max, merged.count], [-3, 100, 3]);
 * assertEquals(merged.width, 2 ** -4);
 * ```
 */
export function mergeHistograms(histograms: readonly Histogram[]): Histogram {
  const full = histograms.filter(({ count }) => count > 0);
  const total = (key: "count" | "zeros" | "nonFinite") =>
    histograms.reduce((sum, histogram) => sum + histogram[key], 0);
  const min = full.reduce((least, histogram) => Math.min(least, histogram.min), Infinity);
  const max = full.reduce((most, histogram) => Math.max(most, histogram.max), -Infinity);
  const empty = full.length === 0;
  const exponent = exponentFor(empty ? 0 : Math.max(-min, max));
  const merge = (side: "positive" | "negative") => {
    const sum = new Float64Array(full.some((one) => one[side].length > 0) ? binsPerSide : 0);
    for (const one of full) {
      const shift = Math.min(exponent - exponentFor(Math.max(-one.min, one.max)), 31);
      const counts = one[side];
      for (let bin = 0; bin < counts.length; bin++) sum[bin >> shift]! += counts[bin]!;
    }
    return sum;
  };
  return {
    width: powerOfTwo(exponent),
    positive: merge("positive"),
    negative: merge("negative"),
    count: total("count"),
    min: empty ? 0 : min,
    max: empty ? 0 : max,
    zeros: total("zeros"),
    nonFinite: total("nonFinite"),
  };
}
