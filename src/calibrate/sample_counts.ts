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
 * in the first. Only the `touchedCount` bins listed in `touched` hold anything.
 */
export interface SampleCounts {
  readonly exponent: number;
  readonly counts: Uint32Array;
  readonly touched: Uint16Array;
  readonly touchedCount: number;
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

/**
 * A counter that reuses its buffers: what it returns is valid until the next call.
 * The bin width is the one that the sample's own largest absolute value asks for.
 */
export function createSampleCounter(): (data: Float32Array) => SampleCounts {
  const counts = new Uint32Array(2 * binsPerSide);
  const touched = new Uint16Array(2 * binsPerSide);
  let touchedCount = 0;

  return (data) => {
    for (let t = 0; t < touchedCount; t++) counts[touched[t]!] = 0;
    touchedCount = 0;

    const finite = finiteElements(data);
    let min = Infinity;
    let max = -Infinity;
    for (let i = 0; i < finite.length; i++) {
      const x = finite[i]!;
      if (x < min) min = x;
      if (x > max) max = x;
    }

    const exponent = exponentFor(finite.length === 0 ? 0 : Math.max(-min, max));
    const binsPerUnit = powerOfTwo(-exponent);
    let zeros = 0;
    for (let i = 0; i < finite.length; i++) {
      const x = finite[i]!;
      if (x === 0) zeros++;
      const bin = (x * binsPerUnit) | 0; // toward zero, exact: both sides mirror
      const at = x < 0 ? binsPerSide - 1 + bin : binsPerSide + bin;
      const before = counts[at]!;
      if (before === 0) touched[touchedCount++] = at;
      counts[at] = before + 1;
    }
    return {
      exponent,
      counts,
      touched,
      touchedCount,
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
