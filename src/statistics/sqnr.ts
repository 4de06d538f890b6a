import { log10 } from "./log10.ts";

/**
 * Signal-to-quantization-noise ratio in dB: 10 log10(signal / noise), of two sums of squares.
 * Undefined where there is no noise (the values are exact) and where there is no signal.
 *
 * @throws {RangeError} When an energy is negative or not finite.
 *
 * @example
 * ```ts
 * import { sqnrDb } from "./sqnr.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * assertAlmostEquals(sqnrDb(100, 1)!, 20, 1e-12);
 * assertEquals(sqnrDb(100, 0), undefined);
 * ```
 */
export function sqnrDb(signalEnergy: number, noiseEnergy: number): number | undefined {
  for (const energy of [signalEnergy, noiseEnergy]) {
    if (!(energy >= 0 && energy < Infinity)) {
      throw new RangeError(
        `Cannot compute an SQNR: energies must be finite and at least 0, got ${energy}`,
      );
    }
  }
  if (signalEnergy === 0 || noiseEnergy === 0) return undefined;
  // Two logarithms: the ratio itself may overflow.
  return 10 * (log10(signalEnergy) - log10(noiseEnergy));
}
