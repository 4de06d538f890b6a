/**
 * Bins on either side that a bin is compared with: nine in all, about one code of an int8 range
 * over 2,048 bins. The ranges that follow hardly depend on it (2 to 8 were tried).
 */
const radius = 4;

/**
 * The counts with no bin above the median of itself and the four on either side, and none that was
 * occupied below 1: what is left is the density, without the values that repeat exactly.
 *
 * A constant region of the input makes every channel of a layer repeat one value: a point, in one
 * bin, that holds per cents of the data. A quantizer rounds it to one code whatever the range; but
 * a histogram of a coarser quantizer spreads it over several bins, which Kullback and Leibler's
 * divergence takes for a loss. Zero after a ReLU is the best known such value.
 */
export function withoutPointMasses(counts: Float64Array): Float64Array {
  const window = new Float64Array(2 * radius + 1);
  return counts.map((count, bin) => {
    if (count <= 1) return count;
    const near = counts.subarray(Math.max(bin - radius, 0), bin + radius + 1);
    return Math.min(count, Math.max(medianOf(near, window), 1));
  });
}

/** The median, the higher one where there are two; sorts in `window`. */
function medianOf(values: Float64Array, window: Float64Array): number {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    let place = i;
    while (place > 0 && window[place - 1]! > value) {
      window[place] = window[place - 1]!;
      place--;
    }
    window[place] = value;
  }
  return window[values.length >> 1]!;
}
