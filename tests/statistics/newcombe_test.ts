import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { pairedDifference } from "../../src/statistics/mod.ts";

const seed = 20261121;

Deno.test("pairedDifference() gives the published example of method 10", () => {
  const found = pairedDifference({ both: 36, onlyFirst: 12, onlySecond: 2, neither: 0 });
  assertAlmostEquals(found.difference, 0.2, 1e-12);
  assertAlmostEquals(found.lo, 0.0569, 5e-5);
  assertAlmostEquals(found.hi, 0.3404, 5e-5);
});

Deno.test(`pairedDifference() holds the difference and mirrors, seed ${seed}`, () => {
  const count = fc.nat(60);
  fc.assert(
    fc.property(count, count, count, count, (both, onlyFirst, onlySecond, neither) => {
      fc.pre(both + onlyFirst + onlySecond + neither > 0);
      const found = pairedDifference({ both, onlyFirst, onlySecond, neither });
      const back = pairedDifference({
        both,
        onlyFirst: onlySecond,
        onlySecond: onlyFirst,
        neither,
      });
      const slack = 1e-12;
      assert(-1 <= found.lo && found.lo <= found.difference + slack);
      assert(found.difference <= found.hi + slack && found.hi <= 1);
      assertAlmostEquals(back.lo, -found.hi, slack);
      assertAlmostEquals(back.hi, -found.lo, slack);
    }),
    { seed },
  );
});

Deno.test("pairedDifference() is narrower for answers that go together", () => {
  const width = (both: number, neither: number, apart: number) => {
    const { lo, hi } = pairedDifference({ both, onlyFirst: apart, onlySecond: apart, neither });
    return hi - lo;
  };
  assert(width(85, 13, 1) < width(73, 1, 13));
});

Deno.test("pairedDifference() at the confidence 0.99 is wider than at 0.9", () => {
  const counts = { both: 170, onlyFirst: 4, onlySecond: 1, neither: 25 };
  const [narrow, wide] = ([0.9, 0.99] as const).map((confidence) =>
    pairedDifference(counts, { confidence })
  );
  assert(wide!.lo < narrow!.lo && narrow!.hi < wide!.hi);
  assertEquals(pairedDifference(counts), pairedDifference(counts, { confidence: 0.95 }));
});

Deno.test("pairedDifference() refuses counts that are none", () => {
  const zero = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };
  assertThrows(() => pairedDifference(zero), RangeError, "the count must be a positive integer");
  assertThrows(() => pairedDifference({ ...zero, both: 1.5 }), RangeError, "got 1.5");
  assertThrows(() => pairedDifference({ ...zero, neither: -1 }), RangeError, "got -1");
});
