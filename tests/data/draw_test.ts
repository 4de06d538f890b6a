import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { drawIds } from "../../src/data/mod.ts";

const pool = Array.from({ length: 101 }, (_, index) => 3 * index + 1);

Deno.test("drawIds() nests the sizes of one draw", () => {
  const all = drawIds(pool, { seed: 1, draw: 2, size: pool.length });
  for (const size of [1, 10, 50, 100]) {
    assertEquals(drawIds(pool, { seed: 1, draw: 2, size }), all.slice(0, size), `size ${size}`);
  }
  assertEquals([...all].sort((a, b) => a - b), pool, "the whole pool, each id once");
});

Deno.test("drawIds() differs by draw and by seed, and repeats", () => {
  const first = drawIds(pool, { seed: 1, draw: 0, size: 20 });
  assertEquals(drawIds(pool, { seed: 1, draw: 0, size: 20 }), first);
  assertNotEquals(drawIds(pool, { seed: 1, draw: 1, size: 20 }), first);
  assertNotEquals(drawIds(pool, { seed: 2, draw: 0, size: 20 }), first);
});

Deno.test("drawIds() refuses sizes beyond the pool and draws that are none", () => {
  for (const size of [0, 102, 1.5, NaN]) {
    assertThrows(() => drawIds(pool, { seed: 1, draw: 0, size }), RangeError, `got ${size}`);
  }
  for (const draw of [-1, 0.5]) {
    assertThrows(() => drawIds(pool, { seed: 1, draw, size: 1 }), RangeError, `got ${draw}`);
  }
});
