import { assertEquals } from "@std/assert";
import { equivalenceP, normalTail } from "../../src/statistics/mod.ts";

Deno.test("equivalenceP() is the p-value of the weaker of the two tests", () => {
  assertEquals(equivalenceP({ aboveLower: 5, belowUpper: 1 }), normalTail(1));
  assertEquals(equivalenceP({ aboveLower: -1, belowUpper: 9 }), normalTail(-1));
  assertEquals(equivalenceP({ aboveLower: Infinity, belowUpper: Infinity }), 0);
});
