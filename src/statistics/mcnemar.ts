import { binomialHalfCdf } from "./binomial.ts";

/**
 * The exact two-sided p-value of McNemar (1947): of the b + c samples on which two classifiers
 * differ, b in favour of one and c of the other, how likely is a split at least this uneven if both
 * were equally good? min(1, 2 P(X <= min(b, c))), X binomial with b + c trials of even odds. No
 * disagreement gives 1.
 *
 * @throws {RangeError} When b or c is not a non-negative integer.
 *
 * @example
 * ```ts
 * import { mcnemar } from "./mcnemar.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(mcnemar(0, 6), 0.03125);
 * ```
 */
export function mcnemar(b: number, c: number): number {
  for (const flips of [b, c]) {
    if (!Number.isSafeInteger(flips) || flips < 0) {
      throw new RangeError(
        `Cannot compute McNemar's test: counts must be integers of at least 0, got ${flips}`,
      );
    }
  }
  // The two tails meet: their sum is 1 or more.
  if (Math.abs(b - c) <= 1) return 1;
  return Math.min(1, 2 * binomialHalfCdf(Math.min(b, c), b + c));
}
