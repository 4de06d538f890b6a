import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { equivalenceP, normalTail, resampledEquivalenceP } from "../../src/statistics/mod.ts";

Deno.test("equivalenceP() is the p-value of the weaker of the two tests", () => {
  assertEquals(equivalenceP({ aboveLower: 5, belowUpper: 1 }), normalTail(1));
  assertEquals(equivalenceP({ aboveLower: -1, belowUpper: 9 }), normalTail(-1));
  assertEquals(equivalenceP({ aboveLower: Infinity, belowUpper: Infinity }), 0);
});

Deno.test("resampledEquivalenceP() counts what lies at a margin or beyond it", () => {
  const cases = [
    { estimates: [0, 0, 0], p: 1 / 4 },
    { estimates: [-1, 0, 1], p: 2 / 4 },
    { estimates: [-1, -2, 0.999], p: 3 / 4 },
    { estimates: [0.5, 1, 2, 3], p: 4 / 5 },
  ];
  for (const { estimates, p } of cases) {
    assertAlmostEquals(resampledEquivalenceP(Float64Array.from(estimates), 1), p, 1e-15);
  }
});

Deno.test("resampledEquivalenceP() refuses nothing to test and a margin that is none", () => {
  assertThrows(() => resampledEquivalenceP(new Float64Array(), 1), RangeError, "got 0 and 1");
  assertThrows(() => resampledEquivalenceP(Float64Array.of(1), 0), RangeError, "got 1 and 0");
});
