import type { Range } from "../distribution.ts";
import { log2 } from "../log2.ts";
import type { Binned } from "./binned.ts";

/** What smoothing puts in place of nothing. */
const epsilon = 1e-4;

/**
 * onnxruntime's entropy calibrator (1.30), after MXNet's, on `ortSignedBins`. The tool's default is
 * 128 bins and 128 levels, which leaves one candidate, the whole range, unless the histogram grew.
 *
 * 1. A candidate takes i bins on either side of the middle one, i from half of `levels` up.
 * 2. P is its counts, what lies outside added to the end bins.
 * 3. Q is the counts without it in `levels` groups of equally many bins, spread evenly over the
 *    bins that P occupies and cut to integers; bins that the groups leave over count in the last
 *    group and get nothing back.
 * 4. Both are smoothed: empty bins get 1e-4, taken from the others.
 * 5. The first least sum of P log (P / Q) wins, within the observed values.
 *
 * Sums are in float64 where the tool's are in float32.
 */
export function ortEntropy(binned: Binned, levels: number): Range {
  const { edges, counts, min, max } = binned;
  const bins = counts.length;
  const middle = Math.floor(bins / 2);
  const below = new Float64Array(bins + 1);
  for (let bin = 0; bin < bins; bin++) below[bin + 1] = below[bin]! + counts[bin]!;

  let best = { from: 0, to: bins };
  let least = Infinity;
  for (let i = Math.floor(levels / 2); i <= middle; i++) {
    const window = { from: middle - i, to: Math.min(middle + i + 1, bins) };
    const p = counts.slice(window.from, window.to);
    p[0]! += below[window.from]!;
    p[p.length - 1]! += below[bins]! - below[window.to]!;
    const value = divergence(p, inLevels(p, { below, from: window.from, levels }));
    if (value < least) {
      least = value;
      best = window;
    }
  }
  return { lo: Math.max(edges[best.from]!, min), hi: Math.min(edges[best.to]!, max) };
}

/** Q: the counts of the window in equal groups, spread over the bins that `p` occupies. */
function inLevels(
  p: Float64Array,
  { below, from, levels }: {
    readonly below: Float64Array;
    readonly from: number;
    readonly levels: number;
  },
): Float64Array {
  const length = Math.floor(p.length / levels);
  const q = new Float64Array(p.length);
  for (let level = 0; level < levels; level++) {
    const start = level * length;
    const end = start + length;
    const countEnd = level === levels - 1 ? p.length : end;
    let occupied = 0;
    for (let bin = start; bin < end; bin++) if (p[bin]! > 0) occupied++;
    const each = Math.trunc((below[from + countEnd]! - below[from + start]!) / occupied);
    for (let bin = start; occupied > 0 && bin < end; bin++) q[bin] = each;
  }
  return q;
}

/** The divergence of two smoothed distributions; infinite where Q is nothing. */
function divergence(p: Float64Array, q: Float64Array): number {
  const smoothP = smoothing(p);
  const smoothQ = smoothing(q);
  if (smoothQ.total === 0) return Infinity;
  const ratio = log2(smoothQ.total / smoothP.total);
  let sum = 0;
  let bothEmpty = 0;
  for (let bin = 0; bin < p.length; bin++) {
    if (p[bin] === 0 && q[bin] === 0) {
      bothEmpty++;
      continue;
    }
    const inP = p[bin] === 0 ? epsilon : p[bin]! - smoothP.taken;
    const inQ = q[bin] === 0 ? epsilon : q[bin]! - smoothQ.taken;
    sum += inP * (log2(inP / inQ) + ratio);
  }
  return (sum + bothEmpty * epsilon * ratio) / smoothP.total;
}

/** The sum of a distribution, and what smoothing takes from each of its occupied bins. */
function smoothing(
  counts: Float64Array,
): { readonly total: number; readonly taken: number } {
  let total = 0;
  let empty = 0;
  for (const count of counts) {
    total += count;
    if (count === 0) empty++;
  }
  return { total, taken: epsilon * empty / (counts.length - empty) };
}
