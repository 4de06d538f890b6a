import { addedCounts, type Binned, checkBatches, extremesOf } from "./binned.ts";
import { countBetween, evenEdges, outerRange } from "./numpy_histogram.ts";

/**
 * The histogram of onnxruntime's entropy and asymmetric percentile calibrators (1.30,
 * `collect_value`): `bins` equal bins over [-T, T], T the largest absolute value of the first
 * batch. A batch that reaches further adds whole bins of the old width on either side. Depends on
 * batches and their order.
 *
 * @throws {RangeError} When there is no batch, or one without finite values only.
 */
export function ortSignedBins(batches: readonly Float32Array[], bins: number): Binned {
  checkBatches(batches);
  let counts: Float64Array = new Float64Array(bins);
  let threshold = 0;
  let min = Infinity;
  let max = -Infinity;
  batches.forEach((batch, index) => {
    const extremes = extremesOf(batch);
    const reach = Math.max(-extremes.min, extremes.max);
    min = Math.min(min, extremes.min);
    max = Math.max(max, extremes.max);
    const grown = index === 0 || threshold === 0
      ? { threshold: reach, more: 0 }
      : growth({ threshold, reach, bins: counts.length });
    threshold = grown.threshold;
    const edges = edgesOf(threshold, counts.length + 2 * grown.more);
    counts = addedCounts(countBetween(batch, edges), counts, grown.more);
  });
  return { edges: edgesOf(threshold, counts.length), counts, min, max };
}

function edgesOf(threshold: number, bins: number): Float32Array {
  return evenEdges({ ...outerRange(-threshold, threshold), bins });
}

/** The threshold that covers `reach`, and how many bins more on either side; in float32. */
function growth(
  { threshold, reach, bins }: {
    readonly threshold: number;
    readonly reach: number;
    readonly bins: number;
  },
): { readonly threshold: number; readonly more: number } {
  if (reach <= threshold) return { threshold, more: 0 };
  const width = Math.fround(Math.fround(2 * threshold) / bins);
  const more = Math.floor(Math.fround(reach - threshold) / width) + 1;
  return { threshold: Math.fround(Math.fround(more * width) + threshold), more };
}
