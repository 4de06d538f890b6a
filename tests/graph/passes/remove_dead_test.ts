import { assertEquals } from "@std/assert";
import { removeDead } from "../../../src/graph/mod.ts";
import { constant, graphOf } from "../../graphs.ts";

Deno.test("removeDead() drops nodes, values and constants that no output depends on", () => {
  const shape = ["batch", 2] as const;
  const graph = graphOf(shape, [
    { name: "a", op: { kind: "tanh" }, inputs: ["x"], shape },
    { name: "b", op: { kind: "sigmoid" }, inputs: ["a"], shape },
    { name: "c", op: { kind: "hardSwish" }, inputs: ["b"], shape },
    { name: "y", op: { kind: "sigmoid" }, inputs: ["a"], shape },
  ], { k: constant([2], { seed: 1 }) });
  const live = removeDead(graph);
  assertEquals(live.nodes.map(({ output }) => output), ["a", "y"]);
  assertEquals([...live.values.keys()], ["x", "a", "y"]);
});

Deno.test("removeDead() keeps inputs that nothing reads", () => {
  const shape = ["batch", 2] as const;
  const graph = graphOf(shape, [{ name: "y", op: { kind: "tanh" }, inputs: ["x"], shape }]);
  const port = { name: "z", dtype: "float32", shape } as const;
  const type = graph.values.get("x")!.type;
  const two = {
    ...graph,
    inputs: [...graph.inputs, port],
    values: new Map([...graph.values, ["z", { name: "z", type }]]),
  };
  assertEquals([...removeDead(two).values.keys()], ["x", "y", "z"]);
});
