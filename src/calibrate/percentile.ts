import { type Distribution, nonZeroCounts, zeroEdge } from "./distribution.ts";
import { type CalibratedRange, calibratedRange } from "./range.ts";
import { zeroBinWarnings } from "./zero_bin.ts";

/**
 * The range that keeps `percentile` percent of all values, zeros included.
 *
 * Signed data: (100 - percentile) / 2 percent are cut at either end, as onnxruntime does for
 * asymmetric types. Data of one sign (after a ReLU): all of it is cut at the far end, as NVIDIA's
 * pytorch-quantization does on absolute values; the near end is 0 and has nothing to gain.
 * Values are taken as evenly spread over their bin (linear interpolation, where both tools snap to
 * an edge), exact zeros as where they are; an end never passes 0. 99.99 is NVIDIA's default.
 *
 * @throws {RangeError} When the percentile is not in (0, 100].
 */
export function percentileRange(
  distribution: Distribution,
  { percentile }: { readonly percentile: number },
): CalibratedRange {
  if (!(percentile > 0 && percentile <= 100)) {
    throw new RangeError(
      `Cannot calibrate by percentile: the percentile must be in (0, 100], got ${percentile}`,
    );
  }
  const { min, max, count, edges } = distribution;
  const sides = min < 0 && max > 0 ? 2 : 1;
  const cut = count * (100 - percentile) / 100 / sides;
  const counts = nonZeroCounts(distribution);
  const zero = zeroEdge(distribution);
  const width = edges[1]! - edges[0]!;
  return calibratedRange(distribution, {
    lo: edges[0]! + width * binsCut(counts.subarray(0, zero), cut),
    hi: edges.at(-1)! - width * binsCut(counts.slice(zero).reverse(), cut),
    warnings: zeroBinWarnings(distribution),
  });
}

/** Bins of one side, outermost first, that hold `cut` values: the last of them in part. */
function binsCut(counts: Float64Array, cut: number): number {
  let left = cut;
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin]!;
    if (left <= count) return bin + (count === 0 ? 0 : left / count);
    left -= count;
  }
  return counts.length;
}
