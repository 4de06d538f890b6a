import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { normalQuantiles, normalTail } from "../../src/statistics/mod.ts";

Deno.test("normalTail() is the inverse of the quantiles of intervals", () => {
  for (const [confidence, z] of Object.entries(normalQuantiles)) {
    assertAlmostEquals(2 * normalTail(z), 1 - Number(confidence), 1e-13);
  }
});

Deno.test("normalTail() falls, also where its two forms meet and where it ends", () => {
  const zs = [-Infinity, -5, 0, 2.9999, 3, 3.0001, 12, 36.9, 37];
  const tails = zs.map(normalTail);
  tails.slice(1).forEach((tail, index) => assert(tail < tails[index]!, `${zs[index]}`));
  assertEquals([tails[0], tails[2], tails.at(-1), normalTail(Infinity)], [1, 0.5, 0, 0]);
});

Deno.test("normalTail() refuses NaN", () => {
  assertThrows(() => normalTail(NaN), RangeError, "z must be a number");
});
