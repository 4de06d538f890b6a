import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { auc, midRanks, placements, type Scores } from "../../src/statistics/mod.ts";

/** Few different values, so that ties are common. */
const side = fc.array(fc.constantFrom(-Infinity, -1, -0, 0, 0.5, 2, Infinity), {
  minLength: 1,
  maxLength: 9,
});
const seed = 20261121;

/** How much of `others` lies below each value, ties counting half, counted pair by pair. */
function below(values: readonly number[], others: readonly number[]): number[] {
  const won = (a: number, b: number) => a > b ? 1 : a === b ? 0.5 : 0;
  return values.map((a) => others.reduce((sum, b) => sum + won(a, b), 0) / others.length);
}

Deno.test("midRanks() gives equal values the mean of their ranks", () => {
  const cases: readonly (readonly [readonly number[], readonly number[]])[] = [
    [[], []],
    [[4], [1]],
    [[2, 2, 2], [2, 2, 2]],
    [[0, -0, 1, -1], [2.5, 2.5, 4, 1]],
    [[Infinity, 3, Infinity, -Infinity], [3.5, 2, 3.5, 1]],
  ];
  for (const [values, ranks] of cases) assertEquals([...midRanks(values)], ranks, `${values}`);
});

Deno.test(`placements() are the shares of pairs won, seed ${seed}`, () => {
  fc.assert(
    fc.property(side, side, (positive, negative) => {
      const found = placements({ positive, negative });
      const won = below(positive, negative);
      const lost = below(negative, positive);
      won.forEach((share, i) => assertAlmostEquals(found.positive[i]!, share, 1e-12));
      lost.forEach((share, j) => assertAlmostEquals(found.negative[j]!, 1 - share, 1e-12));
    }),
    { seed },
  );
});

Deno.test("auc() counts ties half and is exact at both ends", () => {
  const cases: readonly (readonly [Scores, number])[] = [
    [{ positive: [2, 3], negative: [0, 1] }, 1],
    [{ positive: [0, 1], negative: [2, 3, 4] }, 0],
    [{ positive: [1, 1, 1], negative: [1, 1] }, 0.5],
    [{ positive: [3, 5, 7, 9], negative: [1, 2, 4, 6] }, 13 / 16],
    [{ positive: Float32Array.of(1, 2), negative: Float64Array.of(1, 1, 1) }, 0.75],
  ];
  for (const [scores, area] of cases) assertEquals(auc(scores), area);
});

Deno.test("auc() refuses an empty class and NaN", () => {
  assertThrows(() => auc({ positive: [], negative: [1] }), RangeError, "got 0 positive");
  assertThrows(() => auc({ positive: [1], negative: [NaN] }), RangeError, "got NaN");
});
