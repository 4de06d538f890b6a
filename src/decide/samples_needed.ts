/** The standard normal quantiles at 0.975 and at 0.8: a 95 % interval, and 80 % power. */
const [z, zPower] = [1.959963984540054, 0.8416212335729143];

/** A paired difference and how it spreads. */
export interface SpreadDifference {
  readonly difference: number;
  readonly lo: number;
  readonly hi: number;
  readonly samples: number;
  /**
   * Variance of the difference of one sample: for shares the share of samples on which the two differ,
   * less the square of the difference.
   */
  readonly spread: number;
}

/** More samples than anybody has: then it is said that none would do. */
const most = 1e9;

/**
 * How many samples would show, with 80 % power and if what was observed stayed so, on which side of
 * `-margin` a difference d lies: n = (z(0.975) + z(0.8))^2 spread / (d + margin)^2, the sample size for
 * non-inferiority of paired shares by the Wald interval (Nam 1997, Biometrics 53:1422; Liu, Hsueh, Hsieh
 * and Chen 2002, Statistics in Medicine 21:231), with the discordance that was observed. At least what
 * brings the observed interval that far: its reach shrinks with the square root of n.
 *
 * @returns `undefined` where the difference is the margin itself, or 10^9 samples would not do.
 *
 * @example
 * ```ts
 * import { samplesNeeded } from "./samples_needed.ts";
 * import { assertEquals } from "@std/assert";
 *
 * // 4 % of 500 samples differ, evenly: (1.96 + 0.84)^2 0.04 / 0.01^2.
 * const observed = { difference: 0, lo: -0.018, hi: 0.018, samples: 500, spread: 0.04 };
 * assertEquals(samplesNeeded(observed, 0.01), 3140);
 * ```
 */
export function samplesNeeded(
  { difference, lo, hi, samples, spread }: SpreadDifference,
  margin: number,
): number | undefined {
  const away = difference + margin;
  if (away === 0) return undefined;
  const reach = away > 0 ? difference - lo : hi - difference;
  const needed = Math.max(
    ((z + zPower) / away) * ((z + zPower) / away) * spread,
    (reach / away) * (reach / away) * samples,
  );
  return needed <= most ? Math.ceil(needed) : undefined;
}
