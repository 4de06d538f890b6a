/** Suites of a few samples in arrays of their own and a model of a layer or two, for tests. */
import { join } from "@std/path";
import {
  loadSuite,
  type RunRequest,
  type RunResult,
  runSuite,
  silent,
} from "../../src/suite/mod.ts";
import { npy } from "../data/files/files.ts";
import { modelBytes, type TestNode, type TestTensor } from "../formats/onnx/model_bytes.ts";

/** One fully connected layer: outputs by inputs, and a bias. */
export interface Layer {
  readonly weights: readonly (readonly number[])[];
  readonly bias?: readonly number[];
}

/** The ONNX file of fully connected layers, one after the other. */
export function denseModel(layers: readonly Layer[]): Uint8Array {
  const constants: Record<string, TestTensor> = {};
  const nodes = layers.map(({ weights, bias }, index): TestNode => {
    const [outputs, inputs] = [weights.length, weights[0]!.length];
    constants[`w${index}`] = { shape: [outputs, inputs], floats: weights.flat() };
    if (bias) constants[`b${index}`] = { shape: [outputs], floats: bias };
    return {
      op: "Gemm",
      name: `dense${index}`,
      inputs: [index === 0 ? "x" : `h${index}`, `w${index}`, ...(bias ? [`b${index}`] : [])],
      outputs: [index === layers.length - 1 ? "y" : `h${index + 1}`],
      attributes: { transB: 1n },
    };
  });
  return modelBytes({ inputs: { x: ["batch", layers[0]!.weights[0]!.length] }, nodes, constants });
}

/** A diagonal layer: each output is one input times a factor. */
export function diagonal(factors: readonly number[]): Layer {
  return { weights: factors.map((factor, i) => factors.map((_, j) => i === j ? factor : 0)) };
}

/** Samples of one length, and the class of each. */
export interface SmallData {
  readonly samples: readonly (readonly number[])[];
  readonly labels?: readonly number[];
  readonly split: Record<string, unknown>;
}

/** A suite of vectors in a folder: its suite.json, float32 samples, labels and models. */
export async function writeSmallSuite(
  folder: string,
  { data: { samples, labels, split }, models, change = {} }: {
    readonly data: SmallData;
    readonly models: Readonly<Record<string, Uint8Array>>;
    readonly change?: Record<string, unknown>;
  },
): Promise<string> {
  await Deno.mkdir(folder, { recursive: true });
  const size = samples[0]!.length;
  await Deno.writeFile(
    join(folder, "samples.npy"),
    npy(
      { descr: "'<f4'", shape: `(${samples.length}, ${size})` },
      new Uint8Array(Float32Array.from(samples.flat()).buffer),
    ),
  );
  if (labels) {
    await Deno.writeFile(
      join(folder, "labels.npy"),
      npy({ shape: `(${labels.length},)` }, Uint8Array.from(labels)),
    );
  }
  for (const [name, bytes] of Object.entries(models)) {
    await Deno.writeFile(join(folder, `${name}.onnx`), bytes);
  }
  const suite = {
    name: "small",
    version: 1,
    description: "Vectors",
    dataset: {
      domain: "vector",
      shape: [size],
      parts: [{
        reader: "npy",
        name: "all",
        values: "samples.npy",
        ...(labels && { labels: "labels.npy" }),
      }],
      split,
    },
    preprocessing: { divisor: 1, mean: [0], std: [1], layout: "as-stored" },
    models: Object.keys(models).map((name) => ({ name, file: `${name}.onnx` })),
    ...change,
  };
  await Deno.writeTextFile(join(folder, "suite.json"), JSON.stringify(suite));
  return folder;
}

/** Runs a suite in this process. Warnings come back, and are not printed. */
export async function runSmallSuite(
  folder: string,
  { out, request = {}, workers = 1, resume = false }: {
    readonly out: string;
    readonly request?: Partial<RunRequest>;
    readonly workers?: number;
    readonly resume?: boolean;
  },
): Promise<RunResult & { readonly warnings: readonly string[] }> {
  const warnings: string[] = [];
  let now = 0;
  const result = await runSuite(await loadSuite(folder), { mode: "quick", ...request }, {
    execution: { workers, kernels: "wasm" },
    dataDir: "nowhere",
    folderOf: () => out,
    resume,
    progress: silent,
    nowMs: () => now += 4, // a clock of its own: no time is spent on latency
    date: () => new Date(0),
    onWarning: (text) => warnings.push(text),
  });
  return { ...result, warnings };
}
