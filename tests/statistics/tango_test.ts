import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { normalQuantiles, tangoInterval, tangoStatistic } from "../../src/statistics/mod.ts";

const seed = 20261204;
const count = fc.nat(60);

Deno.test("tangoStatistic() at 0 is McNemar's", () => {
  const counts = { both: 30, onlyFirst: 12, onlySecond: 4, neither: 3 };
  assertAlmostEquals(tangoStatistic(counts, 0), 8 / Math.sqrt(16), 1e-12);
});

Deno.test("tangoStatistic() without a sample that tells the two apart has the binomial's variance", () => {
  const same = { both: 90, onlyFirst: 0, onlySecond: 0, neither: 10 };
  const expected = -100 * 0.02 / Math.sqrt(100 * 0.02 * 0.98);
  assertAlmostEquals(tangoStatistic(same, 0.02), expected, 1e-12);
  assertAlmostEquals(tangoStatistic(same, -0.02), -expected, 1e-12);
  assertEquals(tangoStatistic(same, 0), 0);
  assertEquals([tangoStatistic(same, 1), tangoStatistic(same, -1)], [-Infinity, Infinity]);
});

Deno.test(`tangoInterval() ends where the statistic says so, mirrors, and holds the difference, seed ${seed}`, () => {
  const z = normalQuantiles[0.95];
  fc.assert(
    fc.property(count, count, count, count, (both, onlyFirst, onlySecond, neither) => {
      fc.pre(both + onlyFirst + onlySecond + neither > 0);
      const counts = { both, onlyFirst, onlySecond, neither };
      const { difference, lo, hi } = tangoInterval(counts);
      const back = tangoInterval({ ...counts, onlyFirst: onlySecond, onlySecond: onlyFirst });
      assertEquals([back.lo, back.hi], [-hi, -lo]);
      assert(-1 <= lo && lo <= difference && difference <= hi && hi <= 1);
      if (hi < 1) assertAlmostEquals(tangoStatistic(counts, hi), -z, 1e-6);
      if (lo > -1) assertAlmostEquals(tangoStatistic(counts, lo), z, 1e-6);
    }),
    { seed },
  );
});

Deno.test("tangoInterval() reaches the end where every sample says so, and only there", () => {
  const all = tangoInterval({ both: 0, onlyFirst: 5, onlySecond: 0, neither: 0 });
  assertEquals([all.difference, all.hi], [1, 1]);
  assert(all.lo > 0 && all.lo < 1);
  const most = tangoInterval({ both: 1, onlyFirst: 99, onlySecond: 0, neither: 0 });
  assert(most.hi < 1);
});

Deno.test("tangoInterval() of 200 samples alike does not lie within a point, of 1,000 it does", () => {
  const of = (both: number) =>
    tangoInterval({ both, onlyFirst: 0, onlySecond: 0, neither: 0 }, { confidence: 0.9 });
  assert(of(200).hi > 0.01);
  assert(of(1000).hi < 0.01);
});

Deno.test("tangoStatistic() and tangoInterval() refuse counts and differences that are none", () => {
  const zero = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };
  assertThrows(() => tangoInterval(zero), RangeError, "got 0 samples");
  assertThrows(() => tangoInterval({ ...zero, both: 0.5 }), RangeError, "got 0.5");
  assertThrows(() => tangoStatistic({ ...zero, neither: -1 }, 0), RangeError, "got -1");
  assertThrows(() => tangoStatistic({ ...zero, both: 3 }, 1.5), RangeError, "got 1.5");
});
