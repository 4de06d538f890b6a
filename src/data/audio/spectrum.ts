import FFT from "fft.js";
import { cosPi, sinPi } from "../exact_math.ts";

/**
 * The periodic Hann window: 0.5 - 0.5 cos(2 pi n / period) for n = 0 to size - 1.
 *
 * @example
 * ```ts
 * import { hannWindow } from "./spectrum.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const [first, , middle] = hannWindow(4, 4);
 * assertAlmostEquals(first!, 0);
 * assertAlmostEquals(middle!, 1);
 * ```
 */
export function hannWindow(size: number, period: number): Float64Array {
  return Float64Array.from({ length: size }, (_, n) => 0.5 - 0.5 * cosPi(2 * n / period));
}

/** Squared magnitudes of bins 0 to size / 2 of the spectrum of a frame; the next call overwrites them. */
export type PowerSpectrum = (frame: Float64Array) => Float64Array;

/**
 * The power spectrum of frames of `size` real samples, a power of two from 2 on:
 * |sum x[n] e^(-2 pi i k n / size)|^2. Twiddle factors are our own, so every machine gives the same
 * bits.
 *
 * @throws {Error} When the size is not a power of two from 2 on.
 */
export function powerSpectrum(size: number): PowerSpectrum {
  const transform = new FFT(size);
  // fft.js fills its table from Math.cos and Math.sin, which may differ between engines.
  for (let k = 0; k < size; k++) {
    transform.table[2 * k] = cosPi(2 * k / size);
    transform.table[2 * k + 1] = -sinPi(2 * k / size);
  }
  const spectrum = new Float64Array(2 * size);
  const power = new Float64Array(size / 2 + 1);
  return (frame) => {
    transform.realTransform(spectrum, frame);
    for (let bin = 0; bin < power.length; bin++) {
      const [real, imaginary] = [spectrum[2 * bin]!, spectrum[2 * bin + 1]!];
      power[bin] = real * real + imaginary * imaginary;
    }
    return power;
  };
}
