import { addedCounts, type Binned, checkBatches, extremesOf } from "./binned.ts";
import type { Range } from "../distribution.ts";
import { torchCounts, torchEdges } from "./nvidia_bins.ts";

/** How many parts of a bin are shared out anew where the range grows. */
const parts = 16;

/**
 * The histogram of torchao's HistogramObserver: `bins` equal bins from the smallest to the largest
 * value so far. Where a batch reaches further, each old bin is cut in 16 parts, which go to the new
 * bin that holds their middle: counts become fractions. Depends on batches and their order.
 *
 * @throws {RangeError} When there is no batch, or one without finite values only.
 */
export function torchaoBins(batches: readonly Float32Array[], bins: number): Binned {
  checkBatches(batches);
  let { min, max } = extremesOf(batches[0]!);
  let counts = torchCounts(batches[0]!, { lo: min, hi: max, bins });
  for (const batch of batches.slice(1)) {
    const extremes = extremesOf(batch);
    const grown = { lo: Math.min(min, extremes.min), hi: Math.max(max, extremes.max) };
    const old = { lo: min, hi: max };
    const moved = grown.lo === min && grown.hi === max ? counts : rebinned(counts, old, grown);
    counts = addedCounts(moved, torchCounts(batch, { ...grown, bins }));
    min = grown.lo;
    max = grown.hi;
  }
  return { edges: torchEdges(min, { hi: max, bins }), counts, min, max };
}

/** The counts of an old range in the equal bins of a new one. */
function rebinned(counts: Float64Array, old: Range, grown: Range): Float64Array {
  const bins = counts.length;
  const fine = torchEdges(old.lo, { hi: old.hi, bins: bins * parts });
  const half = Math.fround(0.5 * Math.fround(Math.fround(old.hi - old.lo) / (bins * parts)));
  const edges = torchEdges(grown.lo, { hi: grown.hi, bins });
  const result = new Float64Array(bins);
  let bin = 0;
  for (let part = 0; part < bins * parts; part++) {
    const middle = Math.fround(fine[part]! + half);
    while (bin < bins - 1 && middle >= edges[bin + 1]!) bin++;
    result[bin]! += counts[Math.floor(part / parts)]! / parts;
  }
  return result;
}
