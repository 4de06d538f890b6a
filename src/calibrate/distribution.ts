import type { Histogram } from "./histogram.ts";

/** Ends of a range of reals. */
export interface Range {
  readonly lo: number;
  readonly hi: number;
}

/** Smallest and largest finite element of each sample that has one, in draw order. */
export interface SampleExtremes {
  readonly min: Float32Array;
  readonly max: Float32Array;
}

/**
 * What a calibrator sees of one activation: the values of a calibration set, counted.
 * Not to be mutated.
 */
export interface Distribution {
  /** Ascending, evenly spaced, 0 among them; one more than `counts`. */
  readonly edges: Float64Array;
  /** `counts[i]` values lie between `edges[i]` and `edges[i + 1]`; exact zeros in the bin above 0. */
  readonly counts: Float64Array;
  /** Finite values counted: the sum of `counts`. */
  readonly count: number;
  /** How many of them are exactly zero. */
  readonly zeros: number;
  /** NaN and infinities: in no bin, and not in `count`. */
  readonly nonFinite: number;
  /** Smallest and largest finite value; both 0 where `count` is 0. */
  readonly min: number;
  readonly max: number;
  readonly perSample: SampleExtremes;
  /** Size of the calibration set that was asked for; `perSample` may hold fewer. */
  readonly samplesAsked: number;
}

/**
 * The Distribution of a Histogram: its bins in ascending order, those beyond `min` and `max` left
 * out.
 *
 * @example
 * ```ts
 * import { distributionOf } from "./distribution.ts";
 * import { histogramOf } from "./histogram.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const data = new Float32Array([0, 0.5, 1]);
 * const { edges, counts } = distributionOf(histogramOf(data), {
 *   perSample: { min: data.slice(0, 1), max: data.slice(2) },
 *   samplesAsked: 1,
 * });
 * assertEquals([edges[0], edges.at(-1)], [0, 1 + 2 ** -10]);
 * assertEquals([counts.length, counts[0], counts[512], counts[1024]], [1025, 1, 1, 1]);
 * ```
 */
export function distributionOf(
  histogram: Histogram,
  set: { readonly perSample: SampleExtremes; readonly samplesAsked: number },
): Distribution {
  const { width, count, min, max, zeros, nonFinite } = histogram;
  const below = min < 0 ? Math.floor(-min / width) + 1 : 0;
  const above = max >= 0 ? Math.floor(max / width) + 1 : 0;
  const counts = new Float64Array(below + above);
  for (let bin = 0; bin < below; bin++) counts[below - 1 - bin] = histogram.negative[bin]!;
  for (let bin = 0; bin < above; bin++) counts[below + bin] = histogram.positive[bin] ?? 0;
  const edges = Float64Array.from({ length: counts.length + 1 }, (_, i) => (i - below) * width);
  return { edges, counts, count, zeros, nonFinite, min, max, ...set };
}

/** Index of the edge at 0: `counts[zeroEdge]` is the bin above zero, the one before it below. */
export function zeroEdge({ edges }: Pick<Distribution, "edges">): number {
  let index = 0;
  while (index < edges.length - 1 && edges[index]! < 0) index++;
  return index;
}

/** The counts without the exact zeros, which every affine range holds without error. */
export function nonZeroCounts(distribution: Distribution): Float64Array {
  const counts = distribution.counts.slice();
  const zeroBin = zeroEdge(distribution);
  if (zeroBin < counts.length) counts[zeroBin]! -= distribution.zeros;
  return counts;
}

/**
 * Share of the values outside a range that contains 0. Values other than 0 are taken as evenly
 * spread over their bin. 0 where nothing was counted.
 */
export function shareOutside(distribution: Distribution, { lo, hi }: Range): number {
  const { edges, min, max, count } = distribution;
  if (count === 0 || (lo <= min && hi >= max)) return 0;
  const counts = nonZeroCounts(distribution);
  let outside = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const from = edges[bin]!;
    const to = edges[bin + 1]!;
    const width = to - from;
    if (hi < max) outside += counts[bin]! * Math.min(Math.max((to - hi) / width, 0), 1);
    if (lo > min) outside += counts[bin]! * Math.min(Math.max((lo - from) / width, 0), 1);
  }
  return outside / count;
}
