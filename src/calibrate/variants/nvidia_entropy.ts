import { log2 } from "../log2.ts";
import type { Binned } from "./binned.ts";

/** The narrowest candidate, in bins; NVIDIA's default for signed and unsigned alike. */
const firstBins = 128;

/**
 * The largest absolute value of NVIDIA's entropy calibrator (pytorch-quantization), on `nvidiaBins`
 * of 2,048, for 128 levels (`signed`) or 256.
 *
 * 1. The first bin, which holds the zeros, takes the count of the second.
 * 2. A candidate is the first i bins, i from 128 up. P is its counts, what lies beyond added to its
 *    last bin; Q is the counts without it in groups as equal as whole bins allow, the mean of a
 *    group in each of its occupied bins.
 * 3. The last least sum of P log (P / Q) wins; a candidate whose last bin is empty, with values
 *    beyond, is none.
 *
 * Unsigned candidates of up to 256 bins lose nothing within: each bin is a level.
 */
export function nvidiaEntropy(
  { edges, counts }: Binned,
  { signed }: { readonly signed: boolean },
): number {
  const levels = signed ? 128 : 256;
  const bins = counts.slice();
  if (bins.length > 1) bins[0] = bins[1]!;
  const below = new Float64Array(bins.length + 1);
  for (let bin = 0; bin < bins.length; bin++) below[bin + 1] = below[bin]! + bins[bin]!;

  let best = bins.length;
  let least = Infinity;
  for (let size = Math.min(firstBins, bins.length); size <= bins.length; size++) {
    const value = divergence(bins, { below, size, levels });
    if (value <= least) {
      least = value;
      best = size;
    }
  }
  return edges[best]!;
}

/** Of the first `size` bins, in bits. */
function divergence(
  bins: Float64Array,
  { below, size, levels }: {
    readonly below: Float64Array;
    readonly size: number;
    readonly levels: number;
  },
): number {
  const total = below.at(-1)!;
  const within = below[size]!;
  const beyond = total - within;
  if (beyond > 0 && bins[size - 1] === 0) return Infinity;
  let sum = 0;
  let start = 0;
  for (let level = 1; level <= levels; level++) {
    const end = Math.ceil(level * size / levels);
    let occupied = 0;
    for (let bin = start; bin < end; bin++) if (bins[bin]! > 0) occupied++;
    const mean = (below[end]! - below[start]!) / occupied;
    for (let bin = start; occupied > 0 && bin < end; bin++) {
      if (bins[bin] === 0) continue;
      const p = bin === size - 1 ? bins[bin]! + beyond : bins[bin]!;
      sum += p * log2(p / mean);
    }
    start = end;
  }
  return sum / total + log2(within / total);
}
