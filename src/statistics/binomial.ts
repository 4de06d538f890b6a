/** Above this a running product is halved, so that it can never overflow. */
const LARGE = 1e200;

/**
 * P(X <= k) for X binomial with n trials of even odds: the sum of C(n, i) / 2^n over i = 0 to k.
 *
 * Terms are summed relative to the largest, C(n, k), by C(n, i - 1) = C(n, i) i / (n - i + 1). Then
 * C(n, k) is multiplied up factor by factor, and halved n times in all: whenever it is large, and the
 * rest at the end, so that neither overflow nor an early underflow can occur. Only + * /, so the
 * same bits on every machine; relative error below 1e-12 for n to 20,000, where the result is a
 * normal number. The upper half comes from the lower one by symmetry.
 *
 * @throws {RangeError} When n is not a non-negative integer, or k not an integer.
 *
 * @example
 * ```ts
 * import { binomialHalfCdf } from "./binomial.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(binomialHalfCdf(1, 3), 0.5);
 * ```
 */
export function binomialHalfCdf(k: number, n: number): number {
  if (!Number.isSafeInteger(n) || n < 0 || !Number.isSafeInteger(k)) {
    throw new RangeError(
      `Cannot compute a binomial distribution: k and n must be integers and n at least 0, ` +
        `got k ${k} and n ${n}`,
    );
  }
  if (k < 0) return 0;
  if (k >= n) return 1;
  if (2 * k >= n) return 1 - binomialHalfCdf(n - k - 1, n);
  let sum = 1;
  let term = 1;
  for (let i = k; i >= 1 && term > 0; i--) {
    term *= i / (n - i + 1);
    sum += term;
  }
  let product = sum;
  let halvings = n;
  for (let i = 1; i <= k; i++) {
    product *= (n - k + i) / i;
    for (; product > LARGE && halvings > 0; halvings--) product /= 2;
  }
  for (; halvings > 0 && product > 0; halvings--) product /= 2;
  return product;
}
