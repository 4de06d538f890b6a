import { assertEquals, assertThrows } from "@std/assert";
import { compareLayers } from "../../src/measure/mod.ts";

const layer = (...values: readonly number[]) => new Map([["y", Float32Array.from(values)]]);

for (
  const [name, exact, other, expected] of [
    ["equal values", [1, -2], [1, -2], { maxDifference: 0, relative: 0 }],
    ["zeros", [0, 0], [0, 0], { maxDifference: 0, relative: 0 }],
    ["zeros and not", [0, 0], [0, 2], { maxDifference: 2, relative: Infinity }],
    ["the same infinity", [Infinity, 1], [Infinity, 1], { maxDifference: 0, relative: 0 }],
    ["NaN and a number", [NaN, 1], [1, 1], { maxDifference: Infinity, relative: Infinity }],
    ["one NaN twice", [NaN, 1], [NaN, 1], { maxDifference: 0, relative: 0 }],
  ] as const
) {
  Deno.test(`compareLayers() of ${name}`, () => {
    const [found] = compareLayers(layer(...exact), layer(...other));
    assertEquals(
      { maxDifference: found!.maxDifference, relative: found!.relative },
      expected,
    );
    if (expected.maxDifference === 0) assertEquals(found!.sqnrDb, undefined);
  });
}

Deno.test("compareLayers() leaves out what only one side has, and refuses other lengths", () => {
  assertEquals(compareLayers(layer(1), new Map()), []);
  assertThrows(
    () => compareLayers(layer(1), layer(1, 2)),
    RangeError,
    'Cannot compare layer "y": it must have 1 elements, got 2',
  );
});
