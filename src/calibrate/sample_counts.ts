import { floorLog2, powerOfTwo } from "./log2.ts";

/** Bins on either side of zero. */
export const binsPerSide = 2048;

/** log2 of `binsPerSide`. */
const binBits = 11;

/** Exponent of the narrowest bin: the smallest positive float32, 2^-149, fills the upper half. */
export const narrowestExponent = -149 + 1 - binBits;

/**
 * One sample of one value, counted. `counts[binsPerSide + i]` holds the x in [i*w, (i+1)*w) and
 * `counts[binsPerSide - 1 - i]` those in (-(i+1)*w, -i*w], w = 2^exponent; a zero of either sign is
 * in the first. Only the bins from `first` to `last` hold anything.
 */
export interface SampleCounts {
  readonly exponent: number;
  readonly counts: Uint32Array;
  readonly first: number;
  readonly last: number;
  /** Finite elements; `min` is Infinity and `max` -Infinity where there is none. */
  readonly count: number;
  readonly zeros: number;
  readonly nonFinite: number;
  readonly min: number;
  readonly max: number;
}

/** Exponent of the bin width under which `largest` (an absolute value) is in the upper half. */
export function exponentFor(largest: number): number {
  return largest === 0 ? narrowestExponent : floorLog2(largest) + 1 - binBits;
}

/** The place in `counts` of a number's bin. */
function placeOf(x: number, binsPerUnit: number): number {
  return binsPerSide + Math.trunc(x * binsPerUnit) - (x < 0 ? 1 : 0);
}

/**
 * A counter that reuses its buffers: what it returns is valid until the next call.
 * The bin width is the one that the sample's own largest absolute value asks for.
 *
 * Signs and zeros are as good as random to a processor, so the loops do not branch on them: a sign is
 * taken from the bits of its float32. That makes them three times as fast.
 */
export function createSampleCounter(): (data: Float32Array) => SampleCounts {
  const counts = new Uint32Array(2 * binsPerSide);
  let places = new Uint16Array(0);
  let first = 0;
  let last = -1;

  return (data) => {
    counts.fill(0, first, last + 1);
    const finite = finiteElements(data);
    if (places.length < finite.length) places = new Uint16Array(finite.length);
    let min = Infinity;
    let max = -Infinity;
    for (let i = 0; i < finite.length; i++) {
      const x = finite[i]!;
      min = x < min ? x : min;
      max = x > max ? x : max;
    }
    const exponent = exponentFor(finite.length === 0 ? 0 : Math.max(-min, max));
    const binsPerUnit = powerOfTwo(-exponent);
    const bits = new Int32Array(finite.buffer, finite.byteOffset, finite.length);
    let zeros = 0;
    let negativeZeros = 0;
    for (let i = 0; i < finite.length; i++) {
      const bin = (finite[i]! * binsPerUnit) | 0; // toward zero, exact: both sides mirror
      const sign = bits[i]! >> 31;
      const magnitude = bits[i]! << 1;
      const isZero = ((magnitude | -magnitude) >>> 31) ^ 1;
      zeros += isZero;
      negativeZeros += isZero & sign;
      places[i] = binsPerSide + bin + sign;
    }
    for (let i = 0; i < finite.length; i++) counts[places[i]!]!++;
    counts[binsPerSide - 1]! -= negativeZeros;
    counts[binsPerSide]! += negativeZeros;
    first = finite.length === 0 ? 0 : placeOf(min, binsPerUnit);
    last = finite.length === 0 ? -1 : placeOf(max, binsPerUnit);
    return {
      exponent,
      counts,
      first,
      last,
      count: finite.length,
      zeros,
      nonFinite: data.length - finite.length,
      min: min + 0, // -0 becomes 0
      max: max + 0,
    };
  };
}

/** The finite elements: `data` itself where all are. */
function finiteElements(data: Float32Array): Float32Array {
  let probe = 0; // stays 0 while all are finite: 0 * x is 0, but NaN for the others
  for (let i = 0; i < data.length; i++) probe += 0 * data[i]!;
  return probe === 0 ? data : data.filter(Number.isFinite);
}
