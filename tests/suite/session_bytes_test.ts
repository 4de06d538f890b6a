import { assert, assertEquals } from "@std/assert";
import { readOnnx } from "../../src/formats/mod.ts";
import { quantize } from "../../src/quantize/mod.ts";
import { sessionBytes, sessionLimit } from "../../src/suite/session_bytes.ts";

const graph = readOnnx(
  await Deno.readFile(new URL("../../suites/digits/models/mlp.onnx", import.meta.url)),
);

Deno.test("sessionBytes() counts weights as kernels pack them, and activations by the batch", () => {
  const weights = 4 * (784 * 128 + 128 + 128 * 64 + 64 + 64 * 10 + 10);
  const [one, many] = [1, 16].map((batch) => sessionBytes(graph, batch)) as [number, number];
  assert(one > weights, `${one} bytes for ${weights} bytes of weights`);
  assertEquals(many - one, 15 * (one - weights));
  const dynamic = quantize(graph, { kind: "dynamic", weights: "per-channel" });
  assert(sessionBytes(dynamic, 1) < 0.6 * one);
  const weightOnly = quantize(graph, { kind: "weight-only", weights: "per-channel" });
  assert(sessionBytes(weightOnly, 1) >= weights);
});

Deno.test("sessionLimit() shares memory out among workers, within reason", () => {
  assertEquals(
    [1, 2, 4, 64].map((workers) => sessionLimit(workers) / 2 ** 20),
    [512, 384, 192, 128],
  );
});
