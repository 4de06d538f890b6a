const INVERSE_SQRT_2_PI = 0.3989422804014327;

/** Above this the series would cancel; the continued fraction takes over. */
const FAR = 3;

/** Terms after which both have converged: the series at z = 3, the fraction from there on. */
const TERMS = 120;

/** Beyond this the tail is below the smallest normal number. */
const UNDERFLOW = 37;

/**
 * P(Z > z) of a standard normal Z: for |z| < 3 one half less the density times
 * z + z^3 / 3 + z^5 / (3 5) + ..., beyond it the density over the continued fraction
 * z + 1 / (z + 2 / (z + 3 / ...)) (Abramowitz and Stegun 1964, 26.2.11 and 26.2.14). Only + - * / and so
 * the same bits on every machine; relative error below 1e-11. 0 from z = 37 on.
 *
 * @throws {RangeError} When z is NaN.
 *
 * @example
 * ```ts
 * import { normalTail } from "./normal_tail.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(normalTail(1.959963984540054), 0.025, 1e-12);
 * ```
 */
export function normalTail(z: number): number {
  if (Number.isNaN(z)) throw new RangeError("Cannot compute a normal tail: z must be a number");
  if (z < 0) return 1 - normalTail(-z);
  if (z >= UNDERFLOW) return 0;
  const density = INVERSE_SQRT_2_PI * expOfMinus(z * z / 2);
  if (z < FAR) {
    let term = z;
    let sum = z;
    for (let odd = 3; odd < 2 * TERMS; odd += 2) {
      term *= z * z / odd;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let k = TERMS; k >= 1; k--) fraction = z + k / fraction;
  return density / fraction;
}

/** e^-x for 0 <= x <= 700: the Taylor series of x / 2^k, squared k times. */
function expOfMinus(x: number): number {
  let small = x;
  let squarings = 0;
  for (; small > 1 / 8; small /= 2) squarings++;
  let result = 1;
  for (let term = 12; term >= 1; term--) result = 1 - (small / term) * result;
  for (; squarings > 0; squarings--) result *= result;
  return result;
}
