/** A static Graph of ours, written as QDQ by hand, is the same Graph when it is read. */
import { assertEquals } from "@std/assert";
import { calibrate, defaultCalibrators, observe } from "../../../src/calibrate/mod.ts";
import { readOnnx } from "../../../src/formats/mod.ts";
import { type Graph, removeDead } from "../../../src/graph/mod.ts";
import { quantize, weightGranularities } from "../../../src/quantize/mod.ts";
import { values } from "../../graphs.ts";
import { modelBytes } from "./model_bytes.ts";
import { writeQdq } from "./write_qdq.ts";

const samples = 16;

function floatModel(): Graph {
  const numbers = (length: number, seed: number) => Array.from(values(length, { seed }));
  return readOnnx(modelBytes({
    name: "branches",
    inputs: { x: ["n", 6] },
    nodes: [
      {
        op: "Gemm",
        name: "first",
        inputs: ["x", "w1", "b1"],
        outputs: ["h"],
        attributes: { transB: 1n },
      },
      { op: "Relu", name: "relu", inputs: ["h"], outputs: ["r"] },
      { op: "Sigmoid", name: "gate", inputs: ["r"], outputs: ["s"] },
      { op: "Mul", name: "gated", inputs: ["r", "s"], outputs: ["m"] },
      { op: "Concat", name: "join", inputs: ["m", "r"], outputs: ["c"], attributes: { axis: 1n } },
      {
        op: "Gemm",
        name: "last",
        inputs: ["c", "w2"],
        outputs: ["d"],
        attributes: { transB: 1n },
      },
      { op: "Add", name: "sum", inputs: ["d", "r"], outputs: ["y"] },
    ],
    constants: {
      w1: { shape: [4, 6], floats: numbers(24, 1) },
      b1: { shape: [4], floats: numbers(4, 2) },
      w2: { shape: [4, 8], floats: numbers(32, 3) },
    },
  }));
}

Deno.test("readOnnx() reads a static Graph back that was written as QDQ", () => {
  const graph = floatModel();
  const data = values(samples * 6, { seed: 4 });
  const read = (ids: readonly number[]) =>
    Float32Array.from(ids.flatMap((id) => [...data.subarray(id * 6, (id + 1) * 6)]));
  const ids = Array.from({ length: samples }, (_, id) => id);
  const statistics = observe(graph, { read }, { draws: [ids], sizes: [samples] });
  const table = calibrate(statistics, defaultCalibrators["min-max"], { draw: 0, size: samples });
  for (const granularity of weightGranularities) {
    const written = quantize(graph, { kind: "static", weights: granularity, table });
    assertEquals(written.nodes.map(({ op }) => op.kind), [
      "quantize",
      "fullyConnected",
      "sigmoid",
      "mul",
      "requantize",
      "concat",
      "fullyConnected",
      "add",
      "dequantize",
    ]);
    // The float32 biases, which nothing reads, are not written.
    assertEquals(readOnnx(writeQdq(written)), removeDead(written), granularity);
  }
});
