import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { CalibrationTable } from "../../src/calibrate/mod.ts";
import { choicesOf, movedOrder, movingConditions } from "../../src/suite/mixed_search.ts";
import { type Movement, movementOf, type ObservedRanges } from "../../src/suite/movement.ts";

function tableOf(ranges: Readonly<Record<string, readonly [number, number]>>): CalibrationTable {
  const rest = { observedLo: 0, observedHi: 0, clippedShare: 0 };
  return {
    calibrator: { name: "min-max" },
    samples: 1,
    ranges: new Map(
      Object.entries(ranges).map(([name, [lo, hi]]) => [
        name,
        { lo, hi, ...rest, outlierInfluence: undefined, warnings: [] },
      ]),
    ),
  };
}

const seen = (severity: number, lo: number, hi: number): ObservedRanges => ({
  condition: { shift: "gain", severity },
  ranges: new Map([["v", { lo, hi }]]),
});

const movements: readonly (readonly [
  string,
  readonly [number, number],
  readonly ObservedRanges[],
  number,
  number | undefined,
])[] = [
  ["inside", [-1, 1], [seen(3, -0.9, 0.9), seen(5, -1, 0.99)], 0, undefined],
  ["beyond the upper end", [0, 2], [seen(3, 0, 3), seen(5, 0, 6)], 2, 5],
  ["beyond both ends", [-1, 1], [seen(3, -2, 4)], 2, 3],
  ["the first of equal ones", [0, 2], [seen(3, 0, 4), seen(5, 0, 4)], 1, 3],
  ["a range above zero, which is widened to it", [1, 2], [seen(3, 0, 3)], 0.5, 3],
  ["a range that was never exercised: codes of scale 1", [0, 0], [seen(3, -100, 90)], 0, undefined],
  ["nothing observed", [0, 1], [], 0, undefined],
];

for (const [what, range, observations, movement, severity] of movements) {
  Deno.test(`movementOf() of ${what}`, () => {
    const found = movementOf("v", { table: tableOf({ v: range }), observations });
    assertAlmostEquals(found.movement, movement, 0.01);
    assertEquals(found.condition?.severity, severity);
    if (severity === undefined) assertEquals(found.observed, found.fixed);
    else assert(observations.some(({ ranges }) => ranges.get("v") === found.observed));
  });
}

const still = { condition: undefined, observed: { lo: 0, hi: 1 }, fixed: { lo: 0, hi: 1 } };

function orderOf(
  groups: readonly (readonly [string, number, number, ...string[]])[],
) {
  const moves = new Map(groups.map(([name, movement]) => [name, movement]));
  const added = new Map(groups.map(([name, , instructions]) => [name, instructions]));
  return movedOrder(groups.map(([leader, , , ...followers]) => ({ leader, followers })), {
    movement: (name): Movement => ({ movement: moves.get(name) ?? 0, ...still }),
    fixed: 1000, // one percent of it is 10
    addedBy: ({ leader }) => added.get(leader)!,
  });
}

Deno.test("movedOrder() puts the most movement for an added instruction first, ties as executed", () => {
  const { values, counts } = orderOf([
    ["a", 0, 100],
    ["b", 3, 290],
    ["c", 3, 90],
    ["d", 0, 10],
    ["e", 1.5, 90],
    ["f", 2, 1990],
  ]);
  assertEquals(values.map(({ name }) => name), ["c", "e", "b", "f", "a", "d"]);
  assertEquals(counts, [1, 3, 4, 5]);
});

Deno.test("movedOrder() goes by movement where little is added", () => {
  const { values } = orderOf([["a", 1, 0], ["b", 2, 5], ["c", 1, 1]]);
  assertEquals(values.map(({ name }) => name), ["b", "a", "c"]);
});

Deno.test("movedOrder() names each follower once, behind the first that it follows", () => {
  const { values, counts } = orderOf([
    ["a", 1, 10, "a1", "both"],
    ["b", 2, 10, "both"],
    ["c", 0, 10],
  ]);
  assertEquals(values.map(({ name, follows }) => [name, follows]), [
    ["b", undefined],
    ["both", "b"],
    ["a", undefined],
    ["a1", "a"],
    ["c", undefined],
  ]);
  assertEquals(counts, [2, 4]);
  const choices = choicesOf([{ model: "m", values, counts }]);
  assertEquals(choices.get("m"), [["b", "both"], ["b", "both", "a", "a1"]]);
});

Deno.test("movingConditions() takes severities 3 and 5 of every shift, else the highest", () => {
  const of = (severities: readonly number[]) =>
    movingConditions({ shifts: ["gain", "darken"], severities })
      .map(({ shift, severity }) => `${shift} ${severity}`);
  assertEquals(of([1, 2, 3, 4, 5]), ["gain 3", "gain 5", "darken 3", "darken 5"]);
  assertEquals(of([3]), ["gain 3", "darken 3"]);
  assertEquals(of([1, 2]), ["gain 2", "darken 2"]);
});
