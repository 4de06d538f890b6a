import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  calibrationConditions,
  conditionIds,
  isShiftName,
  severities,
  sourceFromPixels,
} from "../../src/data/mod.ts";

const source = sourceFromPixels({
  pixels: new Uint8Array(6),
  labels: new Uint8Array([1, 0, 1, 2, 1, 0]),
  shape: [1],
  classes: 4,
});

Deno.test("calibrationConditions are clean, darkened, noisy and one-class", () => {
  assertEquals(calibrationConditions.map(({ name }) => name), [
    "clean",
    "darkened",
    "noisy",
    "one-class",
  ]);
  for (const { shift } of calibrationConditions) {
    if (shift === undefined) continue;
    assertEquals(isShiftName(shift.name), true);
    assertEquals(severities.some((severity) => severity === shift.severity), true);
  }
});

Deno.test("conditionIds() keeps the pool, or one class of it in the pool's order", () => {
  const pool = [4, 3, 0, 1];
  for (const condition of calibrationConditions.filter(({ name }) => name !== "one-class")) {
    assertStrictEquals(conditionIds(pool, { condition, source }), pool);
  }
  const only = (onlyClass: number) =>
    conditionIds(pool, { condition: { name: "one-class", onlyClass }, source });
  assertEquals(only(1), [4, 0]);
  assertEquals(only(0), [1]);
  for (const absent of [3, 9, -1]) {
    assertThrows(() => only(absent), RangeError, `got class ${absent}`);
  }
});
