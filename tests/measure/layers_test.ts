import { assert, assertEquals } from "@std/assert";
import { prepare } from "../../src/execute/mod.ts";
import type { Graph } from "../../src/graph/mod.ts";
import { measureFidelity } from "../../src/measure/mod.ts";
import { floatName } from "../../src/quantize/mod.ts";
import { smallCnn, values } from "../graphs.ts";
import { renamed } from "../renamed.ts";
import { staticGraph } from "../static_graph.ts";

const graph = smallCnn();
const elements = 6 * 6 * 2;
const inputs = values(4 * elements, { seed: 11 });
const fixed = staticGraph(graph, {
  read: (ids) =>
    Float32Array.from(
      ids.flatMap((id) => [...inputs.subarray(id * elements, (id + 1) * elements)]),
    ),
  ids: [0, 1, 2, 3],
});

function layersOf(quantized: Graph) {
  const sessionOf = (one: Graph) => prepare(one, { kernels: "reference", batch: 3 });
  const { measures } = measureFidelity(sessionOf(graph), inputs, {
    sessions: [sessionOf(quantized)],
    floatNameOf: floatName,
  });
  return measures[0]!.layers;
}

Deno.test("measureFidelity() compares every layer of a model that we quantized", () => {
  const layers = layersOf(fixed);
  assertEquals(layers.map(({ layer }) => layer), ["x", "a", "b", "c", "d", "e", "y"]);
  assertEquals(layers.map(({ position }) => position), [0, 1, 2, 3, 4, 5, 6]);
  assert(layers.every(({ noise, signal }) => noise > 0 && noise < signal));
});

Deno.test("measureFidelity() leaves out layers that share no name or no shape", () => {
  const whole = layersOf(fixed);
  const wanted = (names: string) => whole.filter(({ layer }) => names.includes(layer));
  // b has another name; a and e have the names of layers of another shape.
  const foreign = renamed(fixed, { b: "other", a: "e", e: "a" });
  assertEquals(layersOf(foreign), wanted("xcdy"));
  assertEquals(layersOf(renamed(fixed, { "y:int8": "codes" })).at(-1)!.clipped, undefined);
});
