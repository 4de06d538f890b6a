import { assert, assertEquals } from "@std/assert";
import { join } from "@std/path";
import { costTable, latencyTable } from "../../src/records/mod.ts";
import { fromCsv } from "../../src/report/mod.ts";
import { npy } from "../data/files/files.ts";
import { modelBytes } from "../formats/onnx/model_bytes.ts";
import { runSmallSuite, writeSmallSuite } from "./small_suite.ts";

/** Images of 2 x 2 pixels of 3 channels, planes first in the model. */
const model = modelBytes({
  inputs: { x: ["batch", 3, 2, 2] },
  nodes: [
    { op: "Flatten", name: "flatten", inputs: ["x"], outputs: ["f"] },
    {
      op: "Gemm",
      name: "dense",
      inputs: ["f", "w"],
      outputs: ["y"],
      attributes: { transB: 1n },
    },
  ],
  constants: { w: { shape: [2, 12], floats: Array.from({ length: 24 }, (_, i) => i % 5 - 2) } },
});

Deno.test("a sensor's bytes are quantized by no scheme, and cost none anything", async () => {
  const root = await Deno.makeTempDir();
  const bytes = Uint8Array.from({ length: 16 * 12 }, (_, i) => (37 * i) % 256);
  const labels = Array.from({ length: 16 }, (_, id) => id % 2);
  const folder = await writeSmallSuite(join(root, "suite"), {
    data: {
      samples: [[0]],
      labels,
      split: { kind: "by-content", evaluation: 8 },
    },
    models: { m: model },
    change: {
      input: "bytes",
      preprocessing: { divisor: 255, mean: [0], std: [1], layout: "nchw" },
    },
  });
  await Deno.writeFile(join(folder, "samples.npy"), npy({ shape: "(16, 2, 2, 3)" }, bytes));
  const file = join(folder, "suite.json");
  const suite = JSON.parse(await Deno.readTextFile(file));
  const dataset = { ...suite.dataset, domain: "image", shape: [2, 2, 3] };
  await Deno.writeTextFile(file, JSON.stringify({ ...suite, dataset }));
  const out = join(root, "out");
  await runSmallSuite(folder, {
    out,
    request: { sizes: [4], draws: 1, shifts: ["gain"], severities: [3] },
  });
  const read = (name: string) => Deno.readTextFile(join(out, name));
  const cost = fromCsv(costTable, await read("cost.csv"));
  const total = (scheme: string) =>
    cost.find((row) => row.scheme === scheme && row.op === "model")!;
  for (const scheme of ["static", "dynamic", "dynamic-input", "hybrid"]) {
    assertEquals([total(scheme).quantize, total(scheme).floatScan], [0, 0], scheme);
    assert(total(scheme).int8Macs > 0);
  }
  assertEquals(
    { ...total("dynamic-input"), scheme: "static" },
    total("static"),
    "with a fixed input they are one",
  );
  const latency = fromCsv(latencyTable, await read("latency.csv"));
  assertEquals(latency.length, 6);
  await Deno.remove(root, { recursive: true });
});
