import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomStream } from "../../src/data/mod.ts";
import { aucDifference, aucInterval, type Scores } from "../../src/statistics/mod.ts";

const one: Scores = { positive: [3, 5, 7, 9], negative: [1, 2, 4, 6] };
const z95 = 1.959963984540054;

Deno.test("aucInterval() has the variance worked out by hand", () => {
  // Placements 1/2, 3/4, 1, 1 on both sides: variance of their mean 11/768 each.
  const reach = z95 * Math.sqrt(2 * 11 / 768);
  const { lo, hi } = aucInterval(one);
  assertAlmostEquals(lo, 13 / 16 - reach, 1e-12);
  assertEquals(hi, 1);
});

Deno.test("aucDifference() has the variance worked out by hand", () => {
  // Placements of the other: 1, 1, 1, 0 and 3/4 each. Differences -1/2, -1/4, 0, 1 and 1/4, 1/4, 0, -1/4.
  const other: Scores = { positive: [7, 8, 9, 0], negative: [1, 2, 4, 6] };
  const variance = (21 / 16 - 1 / 64) / 12 + (3 / 16 - 1 / 64) / 12;
  const { difference, lo, hi } = aucDifference(one, other);
  assertEquals(difference, 1 / 16);
  assertAlmostEquals(hi - lo, 2 * z95 * Math.sqrt(variance), 1e-12);
  assertAlmostEquals((lo + hi) / 2, difference, 1e-12);
});

Deno.test("aucDifference() of the same order is 0 without width, and changes sign with the order", () => {
  const scaled = { positive: [30, 50, 70, 90], negative: [10, 20, 40, 60] };
  assertEquals(aucDifference(one, scaled), { difference: 0, lo: 0, hi: 0 });
  const other: Scores = { positive: [3, 1, 7, 9], negative: [5, 2, 4, 6] };
  const there = aucDifference(one, other);
  const back = aucDifference(other, one);
  assertEquals([back.difference, back.lo, back.hi], [
    -there.difference,
    -there.hi,
    -there.lo,
  ]);
});

Deno.test("aucDifference() holds no difference in 95 of 100 data sets, seed 7", () => {
  // Two detectors with the same signal and noise of their own beside a common one.
  const stream = randomStream(7, ["delong"]);
  const trials = 400;
  const scores = (common: readonly number[], signal: number) =>
    common.map((value) => signal + value + stream.uniform());
  const uniform = (count: number) => Array.from({ length: count }, () => 2 * stream.uniform());
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const [positive, negative] = [uniform(40), uniform(60)];
    const [first, second] = [0, 1].map(() => ({
      positive: scores(positive, 0.7),
      negative: scores(negative, 0),
    }));
    const { lo, hi } = aucDifference(first!, second!);
    if (lo <= 0 && 0 <= hi) held++;
  }
  assert(held >= 0.92 * trials && held <= 0.98 * trials, `${held} of ${trials}`);
});

Deno.test("aucInterval() and aucDifference() refuse what has no variance or is not paired", () => {
  const few = { positive: [1], negative: [0, 2] };
  assertThrows(() => aucInterval(few), RangeError, "at least 2 scores, got 1");
  assertThrows(() => aucDifference(one, few), RangeError, "got 4 and 1 positive");
});
