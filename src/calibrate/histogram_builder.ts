import type { BinCounts, Histogram } from "./histogram.ts";
import { powerOfTwo } from "./log2.ts";
import { binsPerSide, narrowestExponent, type SampleCounts } from "./sample_counts.ts";

/**
 * Adds samples up and builds their Histogram. The one mutable thing here: whoever makes it keeps it.
 * Counts are 32 bits wide until a total asks for more.
 */
export class HistogramBuilder {
  #exponent = narrowestExponent;
  #positive: BinCounts = new Uint32Array(0);
  #negative: BinCounts = new Uint32Array(0);
  #count = 0;
  #min = Infinity;
  #max = -Infinity;
  #zeros = 0;
  #nonFinite = 0;

  /** Adds one sample; the width doubles, and pairs of bins merge, as often as it asks for. */
  add(sample: SampleCounts): void {
    this.#nonFinite += sample.nonFinite;
    if (sample.count === 0) return;
    this.#count += sample.count;
    this.#zeros += sample.zeros;
    this.#min = Math.min(this.#min, sample.min);
    this.#max = Math.max(this.#max, sample.max);
    this.#fit(sample);

    const shift = Math.min(this.#exponent - sample.exponent, 31);
    const { counts, first, last } = sample;
    const positive = this.#positive;
    const negative = this.#negative;
    for (let at = Math.max(first, binsPerSide); at <= last; at++) {
      positive[(at - binsPerSide) >> shift]! += counts[at]!;
    }
    for (let at = Math.min(last, binsPerSide - 1); at >= first; at--) {
      negative[(binsPerSide - 1 - at) >> shift]! += counts[at]!;
    }
  }

  /** The Histogram of all samples so far. Hands the counts over: add nothing afterwards. */
  build(): Histogram {
    const empty = this.#count === 0;
    return {
      width: powerOfTwo(this.#exponent),
      positive: this.#positive,
      negative: this.#negative,
      count: this.#count,
      min: empty ? 0 : this.#min,
      max: empty ? 0 : this.#max,
      zeros: this.#zeros,
      nonFinite: this.#nonFinite,
    };
  }

  /** Makes the sides that the sample needs, wide enough in bins and in bits. */
  #fit(sample: SampleCounts): void {
    if (sample.max >= 0 && this.#positive.length === 0) this.#positive = this.#side();
    if (sample.min < 0 && this.#negative.length === 0) this.#negative = this.#side();
    if (this.#count > 0xffff_ffff) {
      this.#positive = widen(this.#positive);
      this.#negative = widen(this.#negative);
    }
    if (sample.exponent > this.#exponent) {
      mergeBins(this.#positive, sample.exponent - this.#exponent);
      mergeBins(this.#negative, sample.exponent - this.#exponent);
      this.#exponent = sample.exponent;
    }
  }

  #side(): BinCounts {
    return this.#count > 0xffff_ffff ? new Float64Array(binsPerSide) : new Uint32Array(binsPerSide);
  }
}

function widen(counts: BinCounts): Float64Array {
  return counts instanceof Float64Array ? counts : Float64Array.from(counts);
}

/** Doubles the width `times` times: bin i goes to bin `i / 2^times`, rounded down. */
function mergeBins(counts: BinCounts, times: number): void {
  const shift = Math.min(times, 31);
  for (let bin = 0; bin < counts.length; bin++) {
    const count = counts[bin]!;
    counts[bin] = 0;
    counts[bin >> shift]! += count;
  }
}
