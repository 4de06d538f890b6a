import { assertEquals } from "@std/assert";
import { prepare } from "../../src/execute/mod.ts";
import { measureRanges } from "../../src/measure/mod.ts";
import { graphOf, relu } from "../graphs.ts";

const graph = graphOf(["batch", 2], [
  {
    name: "y",
    op: { kind: "clamp", clamp: relu },
    inputs: ["x"],
    shape: ["batch", 2],
  },
]);

Deno.test("measureRanges() finds the finite extremes of every activation over all batches", () => {
  for (const kernels of ["reference", "wasm"] as const) {
    const session = prepare(graph, { kernels, batch: 2 });
    const batches = [
      Float32Array.of(-1, 0.5, 0.25, NaN),
      Float32Array.of(-3, Infinity),
    ];
    assertEquals([...measureRanges(session, batches)], [
      ["x", { lo: -3, hi: 0.5 }],
      ["y", { lo: 0, hi: 0.5 }],
    ]);
  }
});

Deno.test("measureRanges() gives 0 and 0 where nothing is finite", () => {
  const session = prepare(graph, { kernels: "reference", batch: 1 });
  const found = measureRanges(session, [Float32Array.of(NaN, -Infinity)]);
  assertEquals(found.get("x"), { lo: 0, hi: 0 });
  assertEquals([...measureRanges(session, [])], []);
});
