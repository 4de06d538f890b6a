import { log2 } from "./log2.ts";

/** Codes of an int8 activation. */
export const levels = 256;

/** log2 of `levels`. */
const levelBits = 8;

/**
 * Kullback-Leibler divergence, in bits, of a window of bins [from, to) from its version in 256
 * levels. P is the density of the window, with all counts outside it added to its end bins; Q is
 * the density of the window in 256 groups as equal as whole bins allow, the mean of a group in each
 * of its occupied bins. A window has at least 256 bins. Infinite where something joins an end bin
 * that is empty.
 *
 * With N the sum of P, M the sum within the window before the rest joined, p and m the counts of a
 * bin and of a group, and q = m / occupied bins of the group, `N * KL = sum p log p - sum p log q +
 * N log(M / N)`. The first sum comes from prefix sums, the second from one table for each length of
 * a group, shared by all windows.
 */
export function divergenceOf(
  { density, counts }: { readonly density: Float64Array; readonly counts: Float64Array },
): (from: number, to: number) => number {
  const mass = prefixSums(density);
  const information = prefixSums(density.map(timesLog));
  const all = prefixSums(counts);
  const groups = groupTables(density);

  return (from, to) => {
    const within = mass[to]! - mass[from]!;
    // What lies outside, `below` and `above`, joins the end bins of P only.
    const below = all[from]!;
    const above = all[counts.length]! - all[to]!;
    const qIsZero = (below > 0 && density[from] === 0) || (above > 0 && density[to - 1] === 0);
    if (qIsZero || within === 0) return Infinity;

    const size = to - from;
    const length = Math.floor(size / levels);
    const short = groups(length);
    const long = groups(length + 1);
    let groupSum = 0;
    let start = from;
    for (let level = 1; level <= levels; level++) {
      const end = from + ((level * size) >> levelBits);
      groupSum += (end - start === length ? short : long)[start]!;
      start = end;
    }
    const lastLength = size - (((levels - 1) * size) >> levelBits);
    const atEnds = joined(density[from]!, below) + joined(density[to - 1]!, above) -
      timesLogMean(below, density, { start: from, length }) -
      timesLogMean(above, density, { start: to - lastLength, length: lastLength });
    const sum = information[to]! - information[from]! - groupSum + atEnds;
    const total = within + below + above;
    return sum / total + log2(within / total);
  };
}

/** `sums[i]` is the sum of the first i. */
function prefixSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!;
  return sums;
}

/** `x log x`, 0 at 0. */
function timesLog(x: number): number {
  return x === 0 ? 0 : x * log2(x);
}

/** How much `p log p` of a bin grows when `added` joins it. */
function joined(count: number, added: number): number {
  return added === 0 ? 0 : timesLog(count + added) - timesLog(count);
}

/** `p log q` of the mass `p` in a group of bins. */
function timesLogMean(
  p: number,
  counts: Float64Array,
  { start, length }: { readonly start: number; readonly length: number },
): number {
  if (p === 0) return 0;
  let sum = 0;
  let occupied = 0;
  for (let bin = start; bin < start + length; bin++) {
    sum += counts[bin]!;
    if (counts[bin]! > 0) occupied++;
  }
  return p * log2(sum / occupied);
}

/**
 * `m log (m / occupied)` of every group of `length` bins, by its first bin: one table a length,
 * made when first asked for. All candidates share them.
 */
function groupTables(counts: Float64Array): (length: number) => Float64Array {
  const tables = new Map<number, Float64Array>();
  return (length) => {
    const known = tables.get(length);
    if (known !== undefined) return known;
    const table = new Float64Array(counts.length);
    let sum = 0;
    let occupied = 0;
    for (let end = 0; end < counts.length; end++) {
      sum += counts[end]!;
      if (counts[end]! > 0) occupied++;
      const start = end - length + 1;
      if (start < 0) continue;
      table[start] = sum === 0 ? 0 : sum * log2(sum / occupied);
      sum -= counts[start]!;
      if (counts[start]! > 0) occupied--;
    }
    tables.set(length, table);
    return table;
  };
}
