/** The level of every test, and of every family of them. */
export const level = 0.05;

/** What a difference comes to; `float-collapsed` where it is not for decisions. */
export type DifferenceVerdict = "equivalent" | "loss" | "gain" | "undecided" | "float-collapsed";

/**
 * The verdict on a difference. Within the margin comes first: a margin is what counts as none, so a
 * difference that is surely there may be equivalent.
 *
 * @param tests `equivalent`: p-value of "it is the margin or more"; `differs`: of "there is none".
 */
export function differenceVerdict(
  difference: number,
  tests: { readonly equivalent: number; readonly differs: number },
): DifferenceVerdict {
  if (tests.equivalent <= level) return "equivalent";
  if (tests.differs > level) return "undecided";
  return difference < 0 ? "loss" : "gain";
}
