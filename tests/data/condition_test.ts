import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { conditionIds } from "../../src/data/mod.ts";

const classes = [1, 0, 1, 2, 1, 0];
const labels = (ids: readonly number[]) => Uint16Array.from(ids, (id) => classes[id]!);

Deno.test("conditionIds() keeps the pool, or one class of it in the pool's order", () => {
  const pool = [4, 3, 0, 1];
  for (
    const condition of [{ name: "clean" }, {
      name: "dark",
      shift: { name: "darken", severity: 3 },
    }] as const
  ) {
    assertStrictEquals(conditionIds(pool, { condition, labels }), pool);
  }
  const only = (onlyClass: number) =>
    conditionIds(pool, { condition: { name: "one-class", onlyClass }, labels });
  assertEquals(only(1), [4, 0]);
  assertEquals(only(0), [1]);
  for (const absent of [3, 9, -1]) {
    assertThrows(() => only(absent), RangeError, `got class ${absent}`);
  }
});
