import { assert, assertEquals } from "@std/assert";
import { prepare } from "../../src/execute/mod.ts";
import { type Graph, noClamp } from "../../src/graph/mod.ts";
import { classify, infer, noiseEnergy, reconstructionErrors } from "../../src/measure/mod.ts";
import { quantize } from "../../src/quantize/mod.ts";
import { evaluateChunks, type InputChunk } from "../../src/suite/evaluate.ts";
import { constant, graphOf, smallCnn, values } from "../graphs.ts";

const samples = 23;
const layered = 5;

/** Inputs of 23 samples in chunks: the layers are compared on the first 5. */
function* chunksOf(
  inputs: Float32Array,
  { size, layers }: { readonly size: number; readonly layers: boolean },
): Generator<InputChunk> {
  const each = inputs.length / samples;
  for (let from = 0; from < samples;) {
    const end = from === 0 ? layered : Math.min(from + size, samples);
    yield {
      from,
      samples: end - from,
      inputs: inputs.slice(from * each, end * each),
      layers: layers && from === 0,
    };
    from = end;
  }
}

/** Evaluates a graph as float32, hybrid and dynamic. */
function evaluate(
  graph: Graph,
  inputs: Float32Array,
  { metric, ...chunks }: {
    readonly metric: "top-1" | "auc" | "fidelity";
    readonly size: number;
    readonly layers: boolean;
  },
) {
  const sessionOf = (one: Graph) => prepare(one, { kernels: "wasm", batch: 4 });
  const float32 = sessionOf(graph);
  const known = new Map<number, Float32Array>();
  let made = 0;
  const evaluations = evaluateChunks(
    [
      { key: "float32", session: float32, layers: true },
      ...(["hybrid", "dynamic"] as const).map((kind) => ({
        key: kind,
        layers: true,
        session: sessionOf(quantize(graph, { kind, weights: "per-channel" })),
      })),
    ],
    chunksOf(inputs, chunks),
    {
      metric,
      samples,
      float32,
      float32Outputs: ({ from }, make) => {
        if (!known.has(from)) made++;
        const outputs = known.get(from) ?? make();
        known.set(from, outputs);
        return outputs;
      },
    },
  );
  assertEquals(made, known.size);
  return evaluations;
}

const cnn = smallCnn();
const images = values(samples * 72, { seed: 21 });

Deno.test("evaluateChunks() gives the same bits wherever chunks begin", () => {
  for (const metric of ["top-1", "fidelity"] as const) {
    for (const layers of [true, false]) {
      const whole = evaluate(cnn, images, { metric, size: samples, layers });
      for (const size of [1, 3, 7, 18]) {
        assertEquals(evaluate(cnn, images, { metric, size, layers }), whole, `chunks of ${size}`);
      }
    }
  }
});

Deno.test("evaluateChunks() has what each model says of all samples", () => {
  const [float32, hybrid] = evaluate(cnn, images, { metric: "top-1", size: 4, layers: true });
  const exact = infer(prepare(cnn, { kernels: "wasm", batch: 8 }), images);
  const graph = quantize(cnn, { kind: "hybrid", weights: "per-channel" });
  const approximate = infer(prepare(graph, { kernels: "wasm", batch: 8 }), images);
  assertEquals(float32!.classes, classify(exact, 3).classes);
  assertEquals(hybrid!.classes, classify(approximate, 3).classes);
  assertEquals(hybrid!.energy, noiseEnergy(exact, approximate));
  assertEquals([float32!.energy!.noise, float32!.layers], [0, undefined]);
  assert(hybrid!.layers!.every(({ elements }) => elements > 0));
  const input = hybrid!.layers!.find(({ layer }) => layer === "x")!;
  assertEquals(input.elements, layered * 72, "layers are of the first samples alone");
});

Deno.test("evaluateChunks() finds ties at the position of their sample", () => {
  const flat = graphOf(["batch", 2], [{
    name: "y",
    op: { kind: "fullyConnected", clamp: noClamp },
    inputs: ["x", "w"],
    shape: ["batch", 3],
  }], { w: { shape: [3, 2], data: Float32Array.of(1, 0, 0, 1, 0, 0) } });
  // Logits are x0, x1 and 0: two of them are equal in samples 6, 7 and 22.
  const inputs = Float32Array.from(
    { length: samples * 2 },
    (_, i) => [6, 7, 22].includes(Math.floor(i / 2)) ? 1 : 1 + i % 2,
  );
  for (const size of [1, 4, 30]) {
    const [float32] = evaluate(flat, inputs, { metric: "top-1", size, layers: false });
    assertEquals(float32!.tied, [6, 7, 22]);
  }
});

const autoencoder = graphOf(["batch", 4], [
  {
    name: "h",
    op: { kind: "fullyConnected", clamp: { min: 0, max: Infinity } },
    inputs: ["x", "w1"],
    shape: ["batch", 3],
  },
  {
    name: "y",
    op: { kind: "fullyConnected", clamp: noClamp },
    inputs: ["h", "w2"],
    shape: ["batch", 4],
  },
], { w1: constant([3, 4], { seed: 5 }), w2: constant([4, 3], { seed: 6 }) });

Deno.test("evaluateChunks() scores samples by all their windows, wherever chunks begin", () => {
  const windows = 3;
  const clips = values(samples * windows * 4, { seed: 22, scale: 2 });
  const whole = evaluate(autoencoder, clips, { metric: "auc", size: samples, layers: true });
  const exact = infer(prepare(autoencoder, { kernels: "wasm", batch: 8 }), clips);
  assertEquals(whole[0]!.scores, reconstructionErrors(clips, exact, { samples }));
  assertEquals(whole[0]!.classes.length, 0);
  assertEquals(whole[1]!.layers![0]!.elements, layered * windows * 4);
  for (const size of [1, 5, 18]) {
    assertEquals(evaluate(autoencoder, clips, { metric: "auc", size, layers: true }), whole);
  }
});

Deno.test("evaluateChunks() has no energy where an output is not finite", () => {
  const inputs = values(samples * 4, { seed: 23 });
  inputs[4 * 17] = NaN;
  const [float32, hybrid] = evaluate(autoencoder, inputs, { metric: "auc", size: 6, layers: true });
  assertEquals([float32!.energy, hybrid!.energy], [undefined, undefined]);
  assertEquals(float32!.scores!.findIndex((score) => score === -Infinity), 17);
});
