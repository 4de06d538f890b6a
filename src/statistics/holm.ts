/**
 * The p-values of one family after the correction of Holm (1979): of m, the k-th smallest times
 * m - k + 1, no less than the one before it, at most 1. Where those of at most 0.05 are acted on, the
 * chance of even one error in the family is at most 5 %, however the tests depend on each other.
 *
 * @throws {RangeError} When a value is not in [0, 1].
 *
 * @example
 * ```ts
 * import { holm } from "./holm.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(holm([0.25, 0.125]), [0.25, 0.25]);
 * ```
 */
export function holm(ps: readonly number[]): readonly number[] {
  const wrong = ps.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) {
    throw new RangeError(`Cannot correct p-values: each must lie in [0, 1], got ${wrong}`);
  }
  const corrected = Array.from(ps);
  let least = 0;
  [...ps.keys()].sort((a, b) => ps[a]! - ps[b]!).forEach((index, rank) => {
    least = Math.max(least, Math.min(1, ps[index]! * (ps.length - rank)));
    corrected[index] = least;
  });
  return corrected;
}
