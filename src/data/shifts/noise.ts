import { exp } from "../exact_math.ts";
import { nextNormal } from "../normal.ts";
import type { RawShift } from "./shift.ts";

/** ln(10) / 20: from decibels to the exponent of an amplitude. */
const EXPONENT_PER_DB = 0.11512925464970229;
/** Far beyond any use, and well inside what exp takes. */
const MOST_DB = 1000;

/** The standard deviation of a sample about its own mean: sqrt(sum((x - mean)^2) / count). */
function deviationOf(values: Float64Array): number {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / values.length);
}

/**
 * Additive noise at a signal-to-noise ratio: x + sigma * N(0, 1) for each value, with
 * sigma = s * 10^(-SNR / 20), where s is the standard deviation of the sample about its own mean.
 *
 * `add_noise` of torchaudio weighs noise against a signal by their energies likewise. Two things
 * differ: the energy is that of the varying part, because features such as log-mel have a large constant
 * part that no noise should follow; and the ratio holds for the distribution of the noise, not for
 * the values drawn. A constant sample has s = 0 and stays. Severity scales the same normal values.
 */
export const noise: RawShift = {
  domains: ["audio", "vector"],
  values: "raw",
  parameter: "signal-to-noise ratio in dB",
  ladder: [24, 18, 12, 6, 0],
  ladderRule: {
    values: `ratios in dB from -${MOST_DB} to ${MOST_DB}`,
    accepts: (ratioDb) => ratioDb >= -MOST_DB && ratioDb <= MOST_DB,
  },
  apply: (values, { parameter, stream }) => {
    const sigma = deviationOf(values) * exp(-parameter * EXPONENT_PER_DB);
    return values.map((value) => value + sigma * nextNormal(stream));
  },
};
