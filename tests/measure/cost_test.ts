import { assertEquals } from "@std/assert";
import { calibrate, defaultCalibrators, observe } from "../../src/calibrate/mod.ts";
import { readOnnx } from "../../src/formats/mod.ts";
import type { Graph } from "../../src/graph/mod.ts";
import { cores, countOperations, estimateInstructions, planMemory } from "../../src/measure/mod.ts";
import { quantize, type SchemeKind } from "../../src/quantize/mod.ts";
import { values } from "../graphs.ts";

async function model(name: string): Promise<Graph> {
  const file = new URL(`../../suites/digits/models/${name}.onnx`, import.meta.url);
  return readOnnx(await Deno.readFile(file), { name });
}

function underScheme(graph: Graph, kind: Exclude<SchemeKind, "mixed">): Graph {
  const weights = "per-channel";
  if (kind === "float32") return graph;
  if (kind !== "static" && kind !== "dynamic-input") return quantize(graph, { kind, weights });
  const data = values(4 * 784, { seed: 1 });
  const read = (ids: readonly number[]) =>
    Float32Array.from(ids.flatMap((id) => [...data.subarray(id * 784, (id + 1) * 784)]));
  const statistics = observe(graph, { read }, { draws: [[0, 1, 2, 3]], sizes: [4] });
  const table = calibrate(statistics, defaultCalibrators["min-max"], { draw: 0, size: 4 });
  return quantize(graph, { kind, weights, table });
}

/**
 * By hand. Weights and channels are those of the layers; static flash is
 * weights + 4 B a bias + 8 B a multiplier and shift + 8 B an activation with parameters of its own.
 * Arena: the input is float32 (3,136 B) beside its int8 form (784 B); after that
 *
 * - mlp: the quantize node is the peak, 3,136 + 784
 * - lenet5: first pooling, 28 x 28 x 6 in and 14 x 14 x 6 (1,176 -> 1,184 aligned) out
 * - dscnn: any depthwise or pointwise layer, 14 x 14 x 40 in and out
 * - resnet8: second convolution of stage 1, its input, its output and the shortcut, 28 x 28 x 8 each
 */
const byHand = {
  mlp: {
    macs: 784 * 128 + 128 * 64 + 64 * 10,
    weights: 784 * 128 + 128 * 64 + 64 * 10,
    channels: 128 + 64 + 10,
    activations: 1 + 3,
    arena: 3136 + 784,
    scan: 128 + 64 + 10,
    derivations: 1 + 202,
    staging: 4 * 128,
    dynamicArena: 3136 + 784,
    float32Arena: 3136 + 512,
  },
  lenet5: {
    macs: 28 * 28 * 6 * 25 + 10 * 10 * 16 * 150 + 400 * 120 + 120 * 84 + 84 * 10,
    weights: 6 * 25 + 16 * 150 + 400 * 120 + 120 * 84 + 84 * 10,
    channels: 6 + 16 + 120 + 84 + 10,
    activations: 1 + 5,
    arena: 4704 + 1184,
    scan: 28 * 28 * 6 + 10 * 10 * 16 + 120 + 84 + 10,
    derivations: 1 + 236,
    staging: 4 * 4704,
    dynamicArena: 784 + 4704 + 4 * 4704,
    float32Arena: 4 * 4704 + 4 * 1176,
  },
  dscnn: {
    macs: 196 * 9 * 40 + 4 * (196 * 9 * 40 + 196 * 1600) + 400,
    weights: 9 * 40 + 4 * (9 * 40 + 1600) + 400,
    channels: 40 + 4 * 80 + 10,
    activations: 1 + 9 + 1 + 1,
    arena: 2 * 7840,
    scan: 9 * 7840 + 40 + 10,
    derivations: 1 + 360 + 1 + 10,
    staging: 4 * 7840,
    dynamicArena: 2 * 7840 + 4 * 7840,
    float32Arena: 2 * 4 * 7840,
  },
  resnet8: {
    macs: 784 * 9 * 8 + 2 * 784 * 9 * 64 + 196 * (9 * 128 + 9 * 256 + 128) +
      49 * (9 * 448 + 9 * 784 + 448) + 280,
    weights: 72 + 2 * 576 + 1152 + 2304 + 128 + 4032 + 7056 + 448 + 280,
    channels: 3 * 8 + 3 * 16 + 3 * 28 + 10,
    activations: 1 + 9 + 3 + 1 + 1,
    arena: 3 * 6272,
    scan: (3 + 1) * (6272 + 3136 + 1372) + 28 + 10,
    derivations: 1 + 166 + 3 + 1,
    staging: 4 * 6272,
    dynamicArena: 3 * 6272 + 4 * 6272,
    float32Arena: 3 * 4 * 6272,
  },
} as const;

for (const [name, hand] of Object.entries(byHand)) {
  Deno.test(`work and memory of ${name} are those computed by hand`, async () => {
    const graph = await model(name);
    const fixed = hand.activations * 8;
    const flash = hand.weights + 4 * hand.channels;

    const float32 = countOperations(graph).total;
    assertEquals([float32.floatMacs, float32.int8Macs], [hand.macs, 0]);
    assertEquals(float32.weightBytes, 4 * hand.weights);
    assertEquals(planMemory(graph).totalFlashBytes, 4 * hand.weights + 4 * hand.channels);
    assertEquals(planMemory(graph).arenaBytes, hand.float32Arena);

    const statically = underScheme(graph, "static");
    const work = countOperations(statically).total;
    assertEquals([work.int8Macs, work.floatMacs], [hand.macs, 0]);
    assertEquals([work.quantize, work.dequantize], [784, 10]);
    assertEquals([work.int32Scan, work.floatScan, work.parameterDerivations], [0, 0, 0]);
    assertEquals(work.requantizations, hand.scan);
    assertEquals([work.stagingBytes, work.weightBytes], [0, hand.weights]);
    const memory = planMemory(statically);
    assertEquals(memory.totalFlashBytes, flash + 8 * hand.channels + fixed);
    assertEquals([memory.arenaBytes, memory.livenessBound], [hand.arena, hand.arena]);

    const dynamic = underScheme(graph, "dynamic");
    const price = countOperations(dynamic).total;
    assertEquals([price.int8Macs, price.requantizations], [hand.macs, hand.scan]);
    assertEquals([price.int32Scan, price.floatScan], [hand.scan, 784]);
    assertEquals(price.parameterDerivations, hand.derivations);
    assertEquals(price.stagingBytes, hand.staging);
    assertEquals(planMemory(dynamic).totalFlashBytes, flash + 4 * hand.channels);
    assertEquals(planMemory(dynamic).arenaBytes, hand.dynamicArena);

    const input = countOperations(underScheme(graph, "dynamic-input")).total;
    assertEquals([input.int32Scan, input.floatScan, input.stagingBytes], [0, 784, 0]);

    const hybrid = countOperations(underScheme(graph, "hybrid")).total;
    assertEquals([hybrid.int8Macs, hybrid.requantizations], [hand.macs, 0]);
    assertEquals(hybrid.parameterDerivations >= hand.channels, true);

    const weightOnly = countOperations(underScheme(graph, "weight-only")).total;
    assertEquals([weightOnly.floatMacs, weightOnly.weightBytes], [hand.macs, hand.weights]);
  });
}

Deno.test("estimateInstructions() has no figure for float32 products, and one for every other node", async () => {
  const graph = await model("resnet8");
  for (const core of cores) {
    for (const kind of ["static", "dynamic", "dynamic-input", "hybrid"] as const) {
      const quantized = underScheme(graph, kind);
      for (const node of quantized.nodes) {
        const estimate = estimateInstructions(quantized, node, core);
        assertEquals(estimate !== undefined && estimate >= 0, true, `${kind} ${node.name} ${core}`);
      }
    }
    const conv = graph.nodes.find(({ op }) => op.kind === "conv2d")!;
    assertEquals(estimateInstructions(graph, conv, core), undefined);
  }
});

Deno.test("estimateInstructions() repeats what was measured", async () => {
  // MLPerf Tiny ResNet-8, 8x8x64 -> 8x8x64 k3x3 on M4: 4,155,304 instructions; 2.23 M
  // multiply-accumulates of ours at about 3 to 5 instructions each with so few channels.
  const quantized = underScheme(await model("resnet8"), "static");
  const total = quantized.nodes.reduce(
    (sum, node) => sum + estimateInstructions(quantized, node, "m4")!,
    0,
  );
  const perMac = total / 2_227_624;
  assertEquals(perMac > 2 && perMac < 6, true, `${perMac} instructions a multiply-accumulate`);
});
