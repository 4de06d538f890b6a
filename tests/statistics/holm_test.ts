import { assertEquals, assertThrows } from "@std/assert";
import { holm } from "../../src/statistics/mod.ts";

Deno.test("holm() multiplies by rank, keeps the order, and stays at or below 1", () => {
  const cases = [
    { ps: [], corrected: [] },
    { ps: [0.03125], corrected: [0.03125] },
    // 0.125 * 2, then 0.25 * 1, which is no less.
    { ps: [0.125, 0.25], corrected: [0.25, 0.25] },
    // 0.25 * 3, then 0.3125 * 2 = 0.625 would be less than 0.75.
    { ps: [0.3125, 0.25, 0.5], corrected: [0.75, 0.75, 0.75] },
    { ps: [0.5, 0.5, 0.5], corrected: [1, 1, 1] },
    { ps: [1, 0, 0.25], corrected: [1, 0, 0.5] },
  ];
  for (const { ps, corrected } of cases) assertEquals(holm(ps), corrected);
});

Deno.test("holm() refuses what is no p-value", () => {
  for (const p of [-0.1, 1.1, NaN]) {
    assertThrows(() => holm([0.5, p]), RangeError, `each must lie in [0, 1], got ${p}`);
  }
});
