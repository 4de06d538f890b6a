/**
 * The severity at which a difference first reaches -margin, as severity grows: linear between the
 * severities at which it was measured. `Infinity` where it never does.
 *
 * @param severities Ascending.
 * @param differenceAt The difference at the severity of this index.
 *
 * @example
 * ```ts
 * import { crossing } from "./crossing.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const differences = [0, -0.5, -1];
 * assertAlmostEquals(crossing([0, 1, 2], (index) => differences[index]!, 0.25), 0.5);
 * assertEquals(crossing([0, 1, 2], () => 0, 0.25), Infinity);
 * ```
 */
export function crossing(
  severities: readonly number[],
  differenceAt: (index: number) => number,
  margin: number,
): number {
  let before = 0;
  for (let index = 0; index < severities.length; index++) {
    const here = differenceAt(index);
    if (here <= -margin) {
      if (index === 0) return severities[0]!;
      const [from, to] = [severities[index - 1]!, severities[index]!];
      return from + (to - from) * (before + margin) / (before - here);
    }
    before = here;
  }
  return Infinity;
}
