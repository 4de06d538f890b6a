import type { Binned } from "./binned.ts";
import { roundHalfEven } from "./round_half_even.ts";

/** The first bin whose centre is a candidate. */
const firstBin = 128;

/**
 * The largest absolute value of NVIDIA's histogram MSE calibrator (pytorch-quantization), on
 * `nvidiaBins` of 2,048: of the centres of the bins from the 128th on, the first with which
 * quantizing all centres, weighted with their counts, leaves the least squared error. Codes are
 * those of `fake_tensor_quant`: |x| * bound / amax, ties to even, bound 127 (`signed`) or 255.
 */
export function nvidiaMse(
  { edges, counts }: Binned,
  { signed }: { readonly signed: boolean },
): number {
  const bound = signed ? 127 : 255;
  const centers = Float32Array.from(
    counts,
    (_, bin) => Math.fround(edges[bin]! + edges[bin + 1]!) / 2,
  );
  let best = centers.at(-1)!;
  let least = Infinity;
  for (const amax of centers.subarray(firstBin)) {
    const codesPerUnit = Math.fround(bound / amax);
    let error = 0;
    for (let bin = 0; bin < centers.length; bin++) {
      const code = Math.min(roundHalfEven(Math.fround(centers[bin]! * codesPerUnit)), bound);
      const lost = code / codesPerUnit - centers[bin]!;
      error += lost * lost * counts[bin]!;
    }
    if (error < least) {
      least = error;
      best = amax;
    }
  }
  return best;
}
