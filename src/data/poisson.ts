import { exp } from "./exact_math.ts";

/** Largest mean: exp(-mean) is still a normal number. */
const MAX_MEAN = 700;

/**
 * The Poisson quantile: the smallest count k whose distribution function reaches `uniform`.
 *
 * With a uniform in [0, 1) this samples by inversion, one uniform a value, and for one uniform the
 * count never falls as the mean grows: noise at several severities can share its uniforms. The terms
 * follow p(k) = p(k - 1) * mean / k from p(0) = exp(-mean), with + * / and our own exp alone. The
 * distribution function is within 1e-12; where it stops growing below `uniform`, the search ends.
 *
 * @throws {RangeError} When the mean is not in [0, 700] or `uniform` not in [0, 1).
 *
 * @example
 * ```ts
 * import { poissonQuantile } from "./poisson.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(poissonQuantile(0.5, 10), 10);
 * ```
 */
export function poissonQuantile(uniform: number, mean: number): number {
  if (!(mean >= 0 && mean <= MAX_MEAN)) {
    throw new RangeError(
      `Cannot sample a Poisson count: the mean must lie in [0, ${MAX_MEAN}], got ${mean}`,
    );
  }
  if (!(uniform >= 0 && uniform < 1)) {
    throw new RangeError(
      `Cannot sample a Poisson count: the uniform must lie in [0, 1), got ${uniform}`,
    );
  }
  if (mean === 0) return 0;
  let count = 0;
  let term = exp(-mean);
  let reached = term;
  while (reached < uniform) {
    count++;
    term *= mean / count;
    const next = reached + term;
    if (next === reached && count > mean) break;
    reached = next;
  }
  return count;
}
