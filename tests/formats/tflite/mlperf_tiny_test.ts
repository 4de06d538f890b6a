import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { quantizeValue } from "../../../src/affine/mod.ts";
import { prepare } from "../../../src/execute/mod.ts";
import { readTflite } from "../../../src/formats/mod.ts";
import { type Graph, valueOf } from "../../../src/graph/mod.ts";
import { countOperations, planMemory } from "../../../src/measure/mod.ts";
import { elementsPerSample, tensor } from "../../../src/tensor/mod.ts";
import { sharedData } from "../../shared_data.ts";
import { decoded, difference, type EncodedTensor, fixtureJson } from "./goldens.ts";
import { readNpy } from "../../npy.ts";

interface IntegerGolden {
  readonly samples: number;
  readonly inputSha256: string;
  readonly outputSha256: string;
}

const folder = sharedData("mlperf-tiny");
const ignore = folder === undefined;
const goldens = fixtureJson<IntegerGolden | { readonly output: EncodedTensor }>(
  "mlperf_tiny.json",
);

function read(name: string): Graph {
  return readTflite(Deno.readFileSync(`${folder}/${name}.tflite`), { rounding: "litert-ref" });
}

function load<A extends Float32Array | Uint8Array | Int8Array>(
  name: string,
  type: abstract new (...args: never[]) => A,
): A {
  const { data } = readNpy(`${folder}/${name}.npy`);
  assert(data instanceof type);
  return data;
}

/** Windows of a clip: 640 values, 128 further each time. */
function windows(): Float32Array {
  const { shape, data } = readNpy(`${folder}/ad_clips_float32.npy`);
  const [clips, length] = shape as [number, number];
  const perClip = (length - 640) / 128 + 1;
  const all = new Float32Array(clips * perClip * 640);
  for (let i = 0; i < clips * perClip; i++) {
    const start = Math.floor(i / perClip) * length + (i % perClip) * 128;
    all.set((data as Float32Array).subarray(start, start + 640), i * 640);
  }
  return all;
}

/** Quantizes by the parameters of a graph's input. */
function quantized(graph: Graph, reals: Float32Array): Int8Array {
  const { quantization } = valueOf(graph, graph.inputs[0]!.name).type;
  assert(quantization.kind === "static" && quantization.granularity === "per-tensor");
  return Int8Array.from(reals, (x) => quantizeValue(x, quantization.parameters));
}

type Kernels = "wasm" | "reference";

/** Codes of all samples, in batches of 64. */
function runInt8(graph: Graph, inputs: Int8Array, kernels: Kernels): Int8Array {
  const [input, output] = [graph.inputs[0]!, graph.outputs[0]!];
  const elements = elementsPerSample(input.shape);
  const results = new Int8Array(inputs.length / elements * elementsPerSample(output.shape));
  const session = prepare(graph, { kernels, batch: 64 });
  let at = 0;
  for (let from = 0; from < inputs.length; from += 64 * elements) {
    const data = inputs.subarray(from, from + 64 * elements);
    const shape = [data.length / elements, ...input.shape.slice(1) as number[]];
    const { [output.name]: result } = session.run({ [input.name]: tensor("int8", shape, data) });
    results.set(result!.data, at);
    at += result!.data.length;
  }
  return results;
}

async function sha256(data: Int8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(data));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Share of samples whose first highest value is their label. */
function top1(outputs: ArrayLike<number>, labels: Uint8Array): number {
  const classes = outputs.length / labels.length;
  let right = 0;
  labels.forEach((label, sample) => {
    let best = 0;
    for (let c = 1; c < classes; c++) {
      if (outputs[sample * classes + c]! > outputs[sample * classes + best]!) best = c;
    }
    if (best === label) right++;
  });
  return right / labels.length;
}

/** Area under the curve of scores, ties counting half. */
function auc(scores: readonly number[], labels: Uint8Array): number {
  const positive = scores.filter((_, i) => labels[i] === 1);
  const negative = scores.filter((_, i) => labels[i] === 0);
  let wins = 0;
  for (const p of positive) {
    for (const n of negative) wins += p > n ? 1 : p === n ? 0.5 : 0;
  }
  return wins / (positive.length * negative.length);
}

/** The mean squared error of each clip. */
function clipErrors(exact: Float32Array, outputs: Float32Array, clips: number): number[] {
  const perClip = exact.length / clips;
  return Array.from({ length: clips }, (_, clip) => {
    let sum = 0;
    for (let i = clip * perClip; i < (clip + 1) * perClip; i++) {
      sum += (exact[i]! - outputs[i]!) ** 2;
    }
    return sum / perClip;
  });
}

const models = [
  { name: "ad_autoencoder", macs: 264_192, livenessBytes: 768 },
  { name: "kws_dscnn", macs: 2_656_768, livenessBytes: 16_000 },
  { name: "ic_resnet8", macs: 12_501_632, livenessBytes: 49_152 },
];

for (const { name, macs, livenessBytes } of models) {
  Deno.test({
    name: `readTflite() gives ${name} its published work and memory (needs shared data)`,
    ignore,
    fn() {
      const float = read(`${name}_float32`);
      const integer = read(`${name}_int8`);
      assertEquals(countOperations(float).total.floatMacs, macs);
      assertEquals(countOperations(integer).total.int8Macs, macs);
      assertEquals(planMemory(integer).livenessBound, livenessBytes);
    },
  });
}

/** The real inputs of an int8 model as its codes. */
const integerInputs = {
  ic_resnet8_int8: () =>
    Int8Array.from(load("ic_inputs_uint8", Uint8Array), (pixel) => pixel - 128),
  kws_dscnn_int8: () => load("kws_inputs_int8", Int8Array),
  ad_autoencoder_int8: (graph: Graph) => quantized(graph, windows()),
} as const;

/** What each int8 model scores from its outputs. */
const integerScores = {
  ic_resnet8_int8: (outputs: Int8Array) => top1(outputs, load("ic_labels", Uint8Array)),
  kws_dscnn_int8: (outputs: Int8Array) => top1(outputs, load("kws_labels", Uint8Array)),
  ad_autoencoder_int8: (outputs: Int8Array) => {
    const labels = load("ad_labels", Uint8Array);
    const reals = Float32Array.from(outputs, (code) => Math.fround(0.36449847) * (code - 96));
    return auc(clipErrors(windows(), reals, labels.length), labels);
  },
} as const;

/** Top-1 on 200 and on 500 samples, area under the curve on 124 clips. */
const scores = {
  ic_resnet8_int8: 0.865,
  kws_dscnn_int8: 0.898,
  ad_autoencoder_int8: 0.8722,
} as const;

for (const name of ["ic_resnet8_int8", "kws_dscnn_int8", "ad_autoencoder_int8"] as const) {
  Deno.test({
    name: `${name} is bit for bit that of the reference kernels on every input (needs shared data)`,
    ignore,
    async fn() {
      const golden = goldens[name] as IntegerGolden;
      const graph = read(name);
      const inputs = integerInputs[name](graph);
      assertEquals(await sha256(inputs), golden.inputSha256, "the inputs");
      const outputs = runInt8(graph, inputs, "wasm");
      assertEquals(outputs.length / elementsPerSample(graph.outputs[0]!.shape), golden.samples);
      assertEquals(await sha256(outputs), golden.outputSha256);
      const few = inputs.subarray(0, 4 * elementsPerSample(graph.inputs[0]!.shape));
      const reference = runInt8(graph, few, "reference");
      assertEquals(reference, outputs.slice(0, reference.length));
      assertAlmostEquals(integerScores[name](outputs), scores[name], 1e-4);
    },
  });
}

const float32Inputs = {
  ic_resnet8_float32: () => Float32Array.from(load("ic_inputs_uint8", Uint8Array)),
  kws_dscnn_float32: () =>
    Float32Array.from(
      load("kws_inputs_int8", Int8Array),
      (code) => Math.fround(0.5847029) * (code - 83),
    ),
  ad_autoencoder_float32: windows,
} as const;

for (const name of Object.keys(float32Inputs) as (keyof typeof float32Inputs)[]) {
  Deno.test({
    name: `${name} is within 1e-4 of the reference kernels (needs shared data)`,
    ignore,
    fn() {
      const expected = decoded((goldens[name] as { readonly output: EncodedTensor }).output);
      const graph = read(name);
      const input = graph.inputs[0]!;
      const samples = expected.shape[0]!;
      const elements = elementsPerSample(input.shape);
      const data = float32Inputs[name]().slice(0, samples * elements);
      const shape = [samples, ...input.shape.slice(1) as number[]];
      const session = prepare(graph, { kernels: "wasm", batch: samples });
      const outputs = session.run({ [input.name]: tensor("float32", shape, data) });
      const { largest } = difference(outputs[graph.outputs[0]!.name]!, expected);
      const size = Math.max(1, ...Array.from(expected.data, Math.abs));
      assert(largest / size < 1e-4, `${largest} of ${size}`);
    },
  });
}
