import { assertEquals } from "@std/assert";
import { chainClamps, fuseActivation, noClamp, type Op } from "../../../src/graph/mod.ts";
import { constant, graphOf, relu } from "../../graphs.ts";

const relu6 = { min: 0, max: 6 };
const shape = ["batch", 2] as const;
const clamp = (bounds: { min: number; max: number }): Op => ({ kind: "clamp", clamp: bounds });

Deno.test("chainClamps() does what one clamp after the other does", () => {
  const bounds = [-Infinity, -2, 0, 1, 3, Infinity];
  const apply = (x: number, { min, max }: { min: number; max: number }) =>
    Math.min(Math.max(x, min), max);
  const all = bounds.flatMap((min) => bounds.map((max) => ({ min, max })))
    .filter(({ min, max }) => min <= max);
  for (const inner of all) {
    for (const outer of all) {
      const one = chainClamps(inner, outer);
      for (const x of [-5, -2, -1, 0, 0.5, 1, 2, 3, 4]) {
        assertEquals(apply(x, one), apply(apply(x, inner), outer));
      }
    }
  }
});

Deno.test("fuseActivation() makes a clamp part of the op before it, under the clamp's name", () => {
  const graph = graphOf(shape, [
    { name: "a", op: { kind: "add", clamp: noClamp }, inputs: ["x", "x"], shape },
    { name: "b", op: clamp(relu), inputs: ["a"], shape },
    { name: "y", op: clamp(relu6), inputs: ["b"], shape },
  ]);
  assertEquals(fuseActivation(graph).nodes, [
    { name: "n:a", op: { kind: "add", clamp: relu6 }, inputs: ["x", "x"], output: "y" },
  ]);
  assertEquals([...fuseActivation(graph).values.keys()], ["x", "y"]);
});

Deno.test("fuseActivation() fuses two clamps where the first has no op to go to", () => {
  const graph = graphOf(shape, [
    { name: "a", op: clamp(relu), inputs: ["x"], shape },
    { name: "y", op: clamp({ min: -1, max: 6 }), inputs: ["a"], shape },
  ]);
  assertEquals(fuseActivation(graph).nodes.map(({ op }) => op), [clamp(relu6)]);
});

Deno.test("fuseActivation() leaves a clamp whose input has another reader", () => {
  const two = graphOf(shape, [
    { name: "a", op: { kind: "add", clamp: noClamp }, inputs: ["x", "x"], shape },
    { name: "b", op: clamp(relu), inputs: ["a"], shape },
    { name: "y", op: { kind: "add", clamp: noClamp }, inputs: ["a", "b"], shape },
  ]);
  assertEquals(fuseActivation(two).nodes, two.nodes);
  const output = graphOf(
    shape,
    two.nodes.slice(0, 2).map((node) => ({
      name: node.output,
      op: node.op,
      inputs: node.inputs,
      shape,
    })),
  );
  const both = { ...output, outputs: [...output.outputs, { ...output.outputs[0]!, name: "a" }] };
  assertEquals(fuseActivation(both).nodes, output.nodes);
});

Deno.test("fuseActivation() leaves a clamp behind an op that has none", () => {
  const graph = graphOf(shape, [
    { name: "a", op: { kind: "tanh" }, inputs: ["x"], shape },
    { name: "y", op: clamp(relu), inputs: ["a"], shape },
  ], { unused: constant([2], { seed: 1 }) });
  const fused = fuseActivation(graph);
  assertEquals(fused.nodes, graph.nodes);
  assertEquals([...fused.values.keys()], ["x", "a", "y"]);
});
