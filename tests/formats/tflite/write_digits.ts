/** The digits models as they are written, for the tests of the writer and their generator. */
import type { RoundingProfile } from "../../../src/affine/mod.ts";
import { calibrationTableFromJson } from "../../../src/calibrate/mod.ts";
import type { SampleSource } from "../../../src/data/mod.ts";
import { prepare } from "../../../src/execute/mod.ts";
import { readOnnx } from "../../../src/formats/mod.ts";
import { type Graph, withRounding } from "../../../src/graph/mod.ts";
import { quantize } from "../../../src/quantize/mod.ts";
import { tensor } from "../../../src/tensor/mod.ts";
import { openDigits } from "../../digits.ts";
import { fixture, fixtureJson } from "./goldens.ts";

/** The models of the suite `digits`. */
export const models = ["mlp", "lenet5", "dscnn", "resnet8"] as const;
export type ModelName = typeof models[number];

/** Weight granularities that are written. */
export const granularities = ["per-channel", "tflite"] as const;
export type Granularity = typeof granularities[number];

/** What the files say about their origin here, so that a new version leaves their bytes as they are. */
export const description = "ptqbench test";

/** Evaluation digits that the models run on. */
export const samples = 200;

const pixels = 28 * 28;

/** Digits as the models take them: pixels / 255 in float32, [samples, 1, 28, 28]. */
export class Digits {
  readonly evaluationIds: readonly number[];
  readonly poolIds: readonly number[];
  readonly #source: SampleSource;

  constructor({ source, evaluationIds, poolIds }: Awaited<ReturnType<typeof openDigits>>) {
    this.evaluationIds = evaluationIds;
    this.poolIds = poolIds;
    this.#source = source;
  }

  static async load(): Promise<Digits> {
    return new Digits(await openDigits());
  }

  read(ids: readonly number[]): Float32Array {
    return this.#source.read(ids).map((pixel) => pixel / 255);
  }

  /** Every tenth evaluation sample, so that all digits are among them. */
  evaluation(): Float32Array {
    return this.read(this.evaluationIds.filter((_, i) => i % 10 === 0));
  }
}

export function float32Model(name: ModelName): Graph {
  const file = new URL(`../../../suites/digits/models/${name}.onnx`, import.meta.url);
  return readOnnx(Deno.readFileSync(file), { name });
}

/** The file of the ranges that 500 samples of the pool gave. */
export function calibrationFile(name: ModelName): string {
  return `digits_${name}_calibration.json`;
}

/** The model under the scheme `static`, calibrated by min-max. */
export function staticModel(name: ModelName, weights: Granularity): Graph {
  const text = new TextDecoder().decode(fixture(calibrationFile(name)));
  const table = calibrationTableFromJson(text);
  return quantize(float32Model(name), { kind: "static", weights, table });
}

export function weightOnlyModel(name: ModelName): Graph {
  return quantize(float32Model(name), { kind: "weight-only", weights: "per-channel" });
}

/** Fixtures that are read and written again. */
export const rewritten: readonly string[] = Object.keys(fixtureJson("goldens.json"));

/** The outputs of a graph for all samples, in batches. */
export function runDigits(
  graph: Graph,
  inputs: Float32Array,
  { rounding, count = samples, batch = 20 }: {
    readonly rounding?: RoundingProfile;
    readonly count?: number;
    readonly batch?: number;
  } = {},
): Float32Array {
  const session = prepare(rounding ? withRounding(graph, rounding) : graph, {
    kernels: "wasm",
    batch,
  });
  const [input, output] = [graph.inputs[0]!.name, graph.outputs[0]!.name];
  const outputs: number[] = [];
  for (let start = 0; start < count; start += batch) {
    const size = Math.min(batch, count - start);
    const part = inputs.slice(start * pixels, (start + size) * pixels);
    const run = session.run({ [input]: tensor("float32", [size, 1, 28, 28], part) });
    outputs.push(...run[output]!.data);
  }
  return Float32Array.from(outputs);
}

/** SHA-256 of the memory of a typed array, as hex. */
export async function sha256(data: Uint8Array | Float32Array): Promise<string> {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest).toHex();
}
