import { addedCounts, type Binned, checkBatches, extremesOf } from "./binned.ts";

/**
 * The histogram of NVIDIA's pytorch-quantization (`torch_hist`, its default): `bins` equal bins
 * over the absolute values of the first batch, from 0 to the largest. A batch that reaches further
 * adds bins of the old width; the last edge is then beyond the largest value, and the values are
 * counted in bins that share out the range to that edge. Depends on batches and their order.
 *
 * @throws {RangeError} When there is no batch, or one without finite values only.
 */
export function nvidiaBins(batches: readonly Float32Array[], bins: number): Binned {
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
    const reach = extremesOf(absolute).max;
    let wanted = Math.max(counts.length, bins);
    if (edges.length === 0) {
      edges = torchEdges(0, { hi: reach, bins });
    } else if (reach > edges.at(-1)!) {
      const width = edges[1]!;
      wanted = Math.ceil(Math.fround(reach / width));
      edges = multiples(width, Math.ceil(Math.fround(reach + width) / width));
    }
    counts = addedCounts(torchCounts(absolute, { lo: 0, hi: edges.at(-1)!, bins: wanted }), counts);
  }
  return { edges, counts, min, max };
}

/** `torch.linspace` in float32: from either end to the middle. */
export function torchEdges(
  lo: number,
  { hi, bins }: { readonly hi: number; readonly bins: number },
): Float32Array {
  const step = Math.fround(Math.fround(hi - lo) / bins);
  return Float32Array.from(
    { length: bins + 1 },
    (_, k) => 2 * k < bins + 1 ? lo + Math.fround(step * k) : hi - Math.fround(step * (bins - k)),
  );
}

/** `torch.arange` from 0. */
function multiples(width: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, k) => width * k);
}

/** `torch.histc` in float32: a value's bin by division alone, the largest in the last. */
export function torchCounts(
  data: Float32Array,
  { lo, hi, bins }: { readonly lo: number; readonly hi: number; readonly bins: number },
): Float64Array {
  const counts = new Float64Array(bins);
  const range = Math.fround(hi - lo);
  for (const x of data) {
    if (!(x >= lo && x <= hi)) continue;
    const bin = Math.floor(Math.fround(Math.fround(Math.fround(x - lo) * bins) / range));
    counts[Math.min(bin, bins - 1)]!++;
  }
  return counts;
}
