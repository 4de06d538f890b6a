/** Suites of the digits whose models have a shipped file, for tests. */
import { join } from "@std/path";
import { prepare } from "../../src/execute/mod.ts";
import { readTflite } from "../../src/formats/mod.ts";
import { type Graph, valueOf, withRounding } from "../../src/graph/mod.ts";
import { classify, infer } from "../../src/measure/mod.ts";
import { clean, loadSuite, setUpRun } from "../../src/suite/mod.ts";
import { writeQdq } from "../formats/onnx/write_qdq.ts";
import { modelBytes, type TestTensor } from "../formats/tflite/model_bytes.ts";
import { renamed } from "../renamed.ts";
import { staticGraph } from "../static_graph.ts";

/** Samples that both we and the "makers" calibrate on. */
const calibrationSize = 40;

const digits = await loadSuite("digits");
const setup = await setUpRun(digits, { mode: "quick", models: ["mlp"] }, { dataDir: "nowhere" });
const { pool } = setup.folds[0]!;

/** Ids to calibrate on, whole images read and preprocessed: H = W = 28, one channel. */
export const ids = pool.slice(0, calibrationSize);
const read = (wanted: readonly number[]) => setup.inputs.ofSamples(wanted, clean);

interface SuiteFiles {
  readonly layout: "nchw" | "nhwc";
  readonly models: readonly Record<string, unknown>[];
  readonly files: Readonly<Record<string, Uint8Array>>;
}

async function writeSuite(folder: string, { layout, models, files }: SuiteFiles): Promise<string> {
  await Deno.mkdir(folder);
  for (const [name, bytes] of Object.entries(files)) {
    await Deno.writeFile(join(folder, name), bytes);
  }
  const { dataset, preprocessing, calibrationConditions } = digits;
  const suite = {
    name: "shipped",
    version: 1,
    description: "Models with what their makers shipped",
    dataset,
    preprocessing: { ...preprocessing, layout },
    models,
    calibrationConditions,
  };
  await Deno.writeTextFile(join(folder, "suite.json"), JSON.stringify(suite));
  await Deno.writeTextFile(join(folder, "ids.json"), JSON.stringify(ids));
  return folder;
}

/**
 * The digits' mlp, and beside it our own static form of it, written as QDQ under other names for its
 * ports and their codes.
 */
export async function qdqSuite(folder: string): Promise<string> {
  const [{ graph }] = setup.models as readonly [typeof setup.models[number]];
  const [input, output] = [graph.inputs[0]!.name, graph.outputs[0]!.name];
  const foreign = renamed(staticGraph(graph, { read, ids }), {
    [input]: "pixels",
    [`${input}:int8`]: "pixel_codes",
    [output]: "scores",
    [`${output}:int8`]: "score_codes",
  });
  const mlp = digits.models.find(({ name }) => name === "mlp")!;
  return await writeSuite(folder, {
    layout: "nchw",
    files: {
      "mlp.onnx": await Deno.readFile(join(digits.folder, mlp.file)),
      "mlp_qdq.onnx": writeQdq(foreign),
    },
    models: [{ name: "mlp", file: "mlp.onnx", shipped: { file: "mlp_qdq.onnx" } }],
  });
}

/**
 * A linear classifier as TensorFlow Lite: each class by its mean image. Beside it the int8 file, whose
 * ports are int8.
 */
export async function tfliteSuite(folder: string): Promise<string> {
  const float32 = linearClassifier();
  const fixed = staticGraph(readTflite(float32, { batch: "leading" }), {
    read,
    ids,
    weights: "tflite",
  });
  return await writeSuite(folder, {
    layout: "nhwc",
    files: { "linear.tflite": float32, "linear_int8.tflite": int8Classifier(fixed) },
    models: [{
      name: "linear",
      file: "linear.tflite",
      shipped: { file: "linear_int8.tflite", rounding: "litert-ref" },
    }],
  });
}

/** The classes that our own static form of that classifier gives samples, rounding as litert-ref. */
export function linearClasses(samples: readonly number[]): Uint16Array {
  const graph = readTflite(linearClassifier(), { batch: "leading" });
  const fixed = withRounding(staticGraph(graph, { read, ids, weights: "tflite" }), "litert-ref");
  const session = prepare(fixed, { kernels: "reference", batch: 8 });
  return classify(infer(session, read(samples)), 10).classes;
}

/** [1, 28, 28, 1] -> fully connected of 10: `mean . x - mean . mean / 2`, the nearest mean's highest. */
function linearClassifier(): Uint8Array {
  const from = pool.slice(0, 1000);
  const labels = setup.source.labels(from);
  const images = read(from);
  const means = Array.from({ length: 10 }, (_, digit) => {
    const own = [...labels.keys()].filter((i) => labels[i] === digit);
    return Array.from(
      { length: 784 },
      (_, pixel) => own.reduce((sum, i) => sum + images[i * 784 + pixel]!, 0) / own.length,
    );
  });
  const bias = means.map((mean) => -mean.reduce((sum, x) => sum + x * x, 0) / 2);
  return fullyConnected({
    x: { name: "image", shape: [1, 28, 28, 1] },
    weights: { name: "means", shape: [10, 784], data: means.flat() },
    bias: { name: "bias", shape: [10], data: bias },
    y: { name: "scores", shape: [1, 10] },
  });
}

/** The file of a static graph of one fully connected layer with per-tensor weights. */
function int8Classifier(graph: Graph): Uint8Array {
  const { inputs: [x, w, b], output } = graph.nodes.find(({ op }) => op.kind === "fullyConnected")!;
  const parametersOf = (name: string) => {
    const { quantization } = valueOf(graph, name).type;
    if (quantization.kind !== "static" || quantization.granularity !== "per-tensor") {
      throw new Error(`"${name}" must be static per-tensor`);
    }
    return quantization.parameters;
  };
  const codes = (name: string): Pick<TestTensor, "type" | "scales" | "zeroPoints"> => {
    const { scale, zeroPoint } = parametersOf(name);
    return { type: "INT8", scales: [scale], zeroPoints: [zeroPoint] };
  };
  const constant = (name: string) => Array.from(valueOf(graph, name).constant!.data);
  return fullyConnected({
    x: { name: "image_int8", shape: [1, 28, 28, 1], ...codes(x!) },
    weights: { name: "means", shape: [10, 784], ...codes(w!), data: constant(w!) },
    bias: {
      name: "bias",
      shape: [10],
      type: "INT32",
      scales: [parametersOf(x!).scale * parametersOf(w!).scale],
      zeroPoints: [0],
      data: constant(b!),
    },
    y: { name: "scores_int8", shape: [1, 10], ...codes(output) },
  });
}

function fullyConnected(
  { x, weights, bias, y }: Readonly<Record<"x" | "weights" | "bias" | "y", TestTensor>>,
): Uint8Array {
  return modelBytes({
    tensors: [x, weights, bias, y],
    operators: [{ code: 9, inputs: [0, 1, 2], outputs: [3] }],
  });
}
