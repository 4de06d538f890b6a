/** A range in equal bins. */
export interface EvenBins {
  readonly lo: number;
  readonly hi: number;
  readonly bins: number;
}

/**
 * The edges of equal bins as `numpy.linspace` makes them in float32: `lo + k * step`, each product
 * and sum rounded to float32, the last one `hi` itself.
 */
export function evenEdges({ lo, hi, bins }: EvenBins): Float32Array {
  const step = Math.fround(Math.fround(hi - lo) / bins);
  const edges = Float32Array.from({ length: bins + 1 }, (_, k) => Math.fround(k * step) + lo);
  edges[bins] = hi;
  return edges;
}

/**
 * How many values lie between two neighbours of ascending edges, as `numpy.histogram` counts
 * float32: the left edge belongs to a bin, the right one only to the last; what lies outside is not
 * counted.
 *
 * @example
 * ```ts
 * import { countBetween, evenEdges } from "./numpy_histogram.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const edges = evenEdges({ lo: 0, hi: 2, bins: 4 });
 * const counts = countBetween(new Float32Array([0, 0.5, 0.75, 2, 3]), edges);
 * assertEquals([...counts], [1, 2, 0, 1]);
 * ```
 */
export function countBetween(data: Float32Array, edges: Float32Array): Float64Array {
  const bins = edges.length - 1;
  const counts = new Float64Array(bins);
  const first = edges[0]!;
  const last = edges[bins]!;
  const binsPerUnit = bins / (last - first);
  for (const x of data) {
    if (!(x >= first && x <= last)) continue;
    let bin = Math.min(Math.floor((x - first) * binsPerUnit), bins - 1);
    while (bin > 0 && x < edges[bin]!) bin--;
    while (bin < bins - 1 && x >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  return counts;
}

/** The range of a histogram over its own values: half a unit wider either way where they are one. */
export function outerRange(min: number, max: number): { readonly lo: number; readonly hi: number } {
  return min === max ? { lo: min - 0.5, hi: max + 0.5 } : { lo: min, hi: max };
}

/** The first bin at which a share is reached: `numpy.searchsorted(cumsum(counts / total), share)`. */
export function binOfShare(counts: Float64Array, share: number): number {
  let total = 0;
  for (const count of counts) total += count;
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    sum += counts[bin]! / total;
    if (sum >= share) return bin;
  }
  return counts.length;
}
