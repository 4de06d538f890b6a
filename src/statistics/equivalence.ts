import { normalTail } from "./normal_tail.ts";

/**
 * The p-value of two one-sided tests (TOST; Schuirmann 1987, Journal of Pharmacokinetics and
 * Biopharmaceutics 15:657). What is tested: that the true difference lies at -margin or below it, or at
 * margin or above it. At most 0.05 rejects both, and says "within the margin" with an error of at most 5 %;
 * the same as a 90 % interval that lies within the margin. More than 0.05 does not say that the two differ.
 *
 * @param statistics `aboveLower`: how many standard errors the estimate lies above -margin, judged under a
 * true difference of -margin; `belowUpper`: how many below margin, judged there.
 * @throws {RangeError} When one is NaN.
 *
 * @example
 * ```ts
 * import { equivalenceP } from "./equivalence.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(equivalenceP({ aboveLower: 4, belowUpper: 1.6448536269514722 }), 0.05, 1e-12);
 * ```
 */
export function equivalenceP(
  { aboveLower, belowUpper }: { readonly aboveLower: number; readonly belowUpper: number },
): number {
  return Math.max(normalTail(aboveLower), normalTail(belowUpper));
}
