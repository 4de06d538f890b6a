import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { mean, standardDeviation, sum } from "../../src/statistics/mod.ts";

Deno.test("sum() loses nothing to large values that cancel", () => {
  const cases: readonly [readonly number[], number][] = [
    [[], 0],
    [[1, 1e100, 1, -1e100], 2],
    [[1e16, 1, -1e16], 1],
    [Array.from({ length: 10 }, () => 0.1), 1],
  ];
  for (const [values, expected] of cases) assertEquals(sum(values), expected, `${values}`);
});

Deno.test("mean() and standardDeviation() of known values", () => {
  assertEquals(mean([2, 4, 4, 4, 5, 5, 7, 9]), 5);
  assertAlmostEquals(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])!, Math.sqrt(32 / 7), 1e-15);
  assertEquals(standardDeviation([5, 5, 5]), 0);
  // Far from zero, where the textbook difference of squares fails.
  assertEquals(standardDeviation([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]), Math.sqrt(30));
});

Deno.test("standardDeviation() of one value is undefined", () => {
  assertEquals(standardDeviation([3]), undefined);
});

Deno.test("mean() and standardDeviation() refuse nothing and what is not finite", () => {
  for (const values of [[], [1, NaN], [Infinity]]) {
    assertThrows(() => mean(values), RangeError, "Cannot compute a mean");
    assertThrows(() => standardDeviation(values), RangeError, "Cannot compute a mean");
  }
});
