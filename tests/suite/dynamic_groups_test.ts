import { assertEquals } from "@std/assert";
import { makeScale, makeZeroPoint } from "../../src/affine/mod.ts";
import { type Graph, noClamp } from "../../src/graph/mod.ts";
import { candidateSizes, dynamicGroups } from "../../src/suite/dynamic_groups.ts";
import { graphOf, relu, smallCnn, type Step } from "../graphs.ts";

const shape = ["batch", 4] as const;
const step = (name: string, op: Step["op"], ...inputs: readonly string[]): Step => ({
  name,
  op,
  inputs,
  shape,
});
const clamp = { kind: "clamp", clamp: relu } as const;
const add = { kind: "add", clamp: noClamp } as const;
const reshape = { kind: "reshape", shape } as const;
const sigmoid = { kind: "sigmoid" } as const;

const listed = (graph: Graph) =>
  dynamicGroups(graph).map(({ leader, followers }) => [leader, ...followers].join(" "));

Deno.test("dynamicGroups() gives each value that finds a range, in order of execution", () => {
  assertEquals(listed(smallCnn()), ["x", "a", "b", "c", "e", "y"]);
});

Deno.test("dynamicGroups() lets clamps and concatenations follow, through what keeps parameters", () => {
  const wide = ["batch", 8] as const;
  const graph = graphOf(shape, [
    step("p", add, "x", "x"),
    step("q", { kind: "hardSwish" }, "x"),
    step("f", clamp, "p"),
    step("r", reshape, "f"),
    step("s", reshape, "q"),
    { ...step("c", { kind: "concat", axis: 1 }, "r", "s"), shape: wide },
    { ...step("t", clamp, "c"), shape: wide },
  ]);
  assertEquals(listed(graph), ["x", "p f c t", "q c t"]);
});

Deno.test("dynamicGroups() has no choice behind fixed parameters", () => {
  const graph = graphOf(shape, [
    step("s", sigmoid, "x"),
    step("f", clamp, "s"),
    step("y", add, "f", "x"),
  ]);
  assertEquals(listed(graph), ["x", "y"]);
  const inputParameters = { scale: makeScale(1), zeroPoint: makeZeroPoint(-128) };
  assertEquals(dynamicGroups(graph, { inputParameters }), [{ leader: "y", followers: [] }]);
});

const sizes: readonly (readonly [number, readonly number[]])[] = [
  [0, []],
  [1, []],
  [2, [1]],
  [5, [1, 2, 3, 4]],
  [6, [1, 3, 4, 5]],
  [7, [1, 3, 4, 6]],
  [12, [1, 3, 6, 9]],
  [60, [1, 3, 22, 41]],
];

for (const [groups, expected] of sizes) {
  Deno.test(`candidateSizes() of ${groups} groups`, () => {
    assertEquals(candidateSizes(groups), expected);
  });
}
