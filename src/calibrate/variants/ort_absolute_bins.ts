import { addedCounts, type Binned, checkBatches, extremesOf } from "./binned.ts";
import { countBetween, evenEdges, outerRange } from "./numpy_histogram.ts";

/**
 * The histogram of onnxruntime's symmetric percentile calibrator (1.30, `collect_absolute_value`),
 * after NVIDIA's: `bins` equal bins over the absolute values of the first batch, from the smallest
 * to the largest. A batch that reaches further adds bins of the old width above. Absolute values
 * below the first batch's smallest are lost. Depends on batches and their order.
 *
 * @throws {RangeError} When there is no batch, or one without finite values only.
 */
export function ortAbsoluteBins(batches: readonly Float32Array[], bins: number): Binned {
  checkBatches(batches);
  let edges: Float32Array = new Float32Array(0);
  let counts: Float64Array = new Float64Array(0);
  let min = Infinity;
  let max = -Infinity;
  for (const batch of batches) {
    const signed = extremesOf(batch);
    min = Math.min(min, signed.min);
    max = Math.max(max, signed.max);
    const absolute = batch.map(Math.abs);
    const reach = extremesOf(absolute);
    edges = edges.length === 0
      ? evenEdges({ ...outerRange(reach.min, reach.max), bins })
      : withBinsUpTo(edges, reach.max);
    counts = addedCounts(countBetween(absolute, edges), counts);
  }
  return { edges, counts, min, max };
}

/** The edges and what `numpy.arange` adds in float32: further ones, a width apart, past `reach`. */
function withBinsUpTo(edges: Float32Array, reach: number): Float32Array {
  const last = edges.at(-1)!;
  if (reach <= last) return edges.slice();
  const width = Math.fround(edges[1]! - edges[0]!);
  const start = Math.fround(last + width);
  const more = Math.ceil((Math.fround(reach + width) - start) / width);
  // numpy takes the distance of its first two elements, rounded, for the step of all.
  const step = Math.fround(Math.fround(start + width) - start);
  const added = Float32Array.from(
    { length: more },
    (_, k) => k === 1 ? start + width : start + Math.fround(k * step),
  );
  return Float32Array.of(...edges, ...added);
}
