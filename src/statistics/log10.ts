/** log10 2 in two parts: the first has trailing zeros, so that a small integer times it is exact. */
const LOG10_2_HI = 3.01029995663611771306e-01;
const LOG10_2_LO = 3.69423907715893078616e-13;
const TWO_OVER_LN_10 = 0.86858896380650365530;
const SQRT_2 = 1.4142135623730951;

/** Terms of the atanh series: at |s| <= 0.172 the first one left out is below 2^-59. */
const TERMS = 11;

const TWO_16 = 65536;

/**
 * The logarithm to base 10 of a positive finite x, from + - * / alone, so that every machine gives
 * the same bits; Math.log10 may not. log10(m 2^k) = k log10(2) + 2 atanh((m - 1) / (m + 1)) / ln(10),
 * with m in [sqrt(1/2), sqrt(2)). Absolute error below 1e-13.
 *
 * @throws {RangeError} When x is not positive and finite.
 *
 * @example
 * ```ts
 * import { log10 } from "./log10.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(log10(1000), 3, 1e-13);
 * ```
 */
export function log10(x: number): number {
  if (!(x > 0 && x < Infinity)) {
    throw new RangeError(`Cannot compute log10: x must be positive and finite, got ${x}`);
  }
  let m = x;
  let k = 0;
  // Scaling by powers of two is exact.
  for (; m >= TWO_16; m /= TWO_16) k += 16;
  for (; m < 1 / TWO_16; m *= TWO_16) k -= 16;
  for (; m >= SQRT_2; m /= 2) k++;
  for (; m < SQRT_2 / 2; m *= 2) k--;
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 0;
  for (let term = TERMS; term >= 1; term--) sum = square * (1 / (2 * term + 1) + sum);
  return k * LOG10_2_HI + (TWO_OVER_LN_10 * (s + s * sum) + k * LOG10_2_LO);
}
