import { assert, assertEquals } from "@std/assert";
import { withSharedConstants } from "../../src/suite/share.ts";
import { type Graph, unquantized } from "../../src/graph/mod.ts";
import { tensor } from "../../src/tensor/mod.ts";

Deno.test("withSharedConstants() keeps every element, in memory that a clone shares", () => {
  const type = { dtype: "float32", shape: [2], quantization: unquantized } as const;
  const whole = Float32Array.of(9, 1.5, -2, 9);
  const constant = tensor("float32", [2], whole.subarray(1, 3));
  const empty = tensor("int8", [0], new Int8Array(0));
  const graph: Graph = {
    name: "constants",
    inputs: [],
    outputs: [],
    values: new Map([
      ["w", { name: "w", type, constant }],
      ["e", { name: "e", type: { ...type, dtype: "int8", shape: [0] }, constant: empty }],
      ["x", { name: "x", type }],
    ]),
    nodes: [],
  };
  const shared = withSharedConstants(graph);
  assertEquals(shared, graph);
  const { data } = shared.values.get("w")!.constant!;
  const clone = structuredClone(shared).values.get("w")!.constant!.data;
  assert(data.buffer instanceof SharedArrayBuffer);
  data[0] = 7;
  assertEquals(clone[0], 7);
  assertEquals(whole[1], 1.5);
});
