/**
 * Models that onnxruntime's quantization tools wrote (`tests/golden/onnx_quantized.py`), against
 * onnxruntime: every value of codes of the static ones, the outputs of the dynamic ones.
 */
import { assert, assertEquals } from "@std/assert";
import { prepare } from "../../../src/execute/mod.ts";
import { readOnnx } from "../../../src/formats/mod.ts";
import {
  type Graph,
  type Node,
  transposedIndex,
  valueOf,
  verifyGraph,
} from "../../../src/graph/mod.ts";
import { bindBatch, tensor } from "../../../src/tensor/mod.ts";

interface GoldenTensor {
  readonly dtype: "float32" | "int8" | "uint8";
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Golden {
  readonly inputs: Readonly<Record<string, Omit<GoldenTensor, "dtype">>>;
  readonly models: readonly {
    readonly file: string;
    readonly input: string;
    readonly values: Readonly<Record<string, GoldenTensor>>;
  }[];
}

const folder = new URL("fixtures/", import.meta.url);
/** Elements are written as one string. */
const golden: Golden = JSON.parse(
  Deno.readTextFileSync(new URL("golden.json", folder)),
  (key, value) => key === "data" ? value.split(" ").map(Number) : value,
);

/** How far a model agrees with onnxruntime. */
interface Agreement {
  /** Codes of all activations. */
  readonly codes: number;
  /** Those that are the same. */
  readonly exact: number;
  /** The largest difference of the others. */
  readonly worst: number;
  /** The largest difference of the outputs, which onnxruntime gives as float32. */
  readonly output: number;
}

/**
 * Profile `tflm` multiplies in fixed point and rounds twice, ties away from zero; onnxruntime in
 * float32, ties to even, so that codes differ by one, more where a later layer sums or magnifies it
 * (in `cnn_qlinear` a clamp by 3). Most of it comes from MEAN of TensorFlow Lite Micro, whose second
 * rounding halves integers. Dynamic models differ by float32 rounding alone.
 */
const expected: Readonly<Record<string, Agreement>> = {
  "cnn_uint8.onnx": { codes: 7299, exact: 7216, worst: 2, output: 0.037 },
  "cnn_int8_per_channel.onnx": { codes: 7299, exact: 7248, worst: 2, output: 0.037 },
  "cnn_qlinear.onnx": { codes: 8784, exact: 8721, worst: 6, output: 0.005 },
  "cnn_dynamic.onnx": { codes: 0, exact: 0, worst: 0, output: 1e-6 },
  "cnn_dynamic_uint8.onnx": { codes: 0, exact: 0, worst: 0, output: 1e-6 },
  "mlp_uint8.onnx": { codes: 279, exact: 279, worst: 0, output: 1e-6 },
  "mlp_int8_per_channel.onnx": { codes: 279, exact: 279, worst: 0, output: 1e-6 },
  "mlp_dynamic.onnx": { codes: 0, exact: 0, worst: 0, output: 1e-6 },
  "mlp_dynamic_uint8.onnx": { codes: 0, exact: 0, worst: 0, output: 1e-6 },
};

const staticCnn = "quantize* transpose* conv2d* depthwiseConv2d* conv2d* add* maxPool2d* conv2d* " +
  "mean* reshape* fullyConnected* dequantize";
const dynamicCnn = "quantize* transpose* conv2d quantize* depthwiseConv2d quantize* conv2d add " +
  "maxPool2d quantize* conv2d mean quantize* reshape* fullyConnected";
const staticMlp = "quantize* fullyConnected* fullyConnected* add* dequantize sigmoid quantize* " +
  "mul* fullyConnected* dequantize";
const dynamicMlp = "quantize* fullyConnected quantize* fullyConnected sigmoid mul quantize* " +
  "fullyConnected";

/** The graph's ops by kind, those that write int8 with a star. */
const kinds: Readonly<Record<string, string>> = {
  "cnn_uint8.onnx": staticCnn,
  "cnn_int8_per_channel.onnx": staticCnn,
  "cnn_qlinear.onnx": "quantize* transpose* conv2d* dequantize clamp quantize* " +
    "depthwiseConv2d* clamp* requantize* conv2d* dequantize add maxPool2d quantize* conv2d* " +
    "dequantize mean reshape fullyConnected",
  "cnn_dynamic.onnx": dynamicCnn,
  "cnn_dynamic_uint8.onnx": dynamicCnn,
  "mlp_uint8.onnx": staticMlp,
  "mlp_int8_per_channel.onnx": staticMlp,
  "mlp_dynamic.onnx": dynamicMlp,
  "mlp_dynamic_uint8.onnx": dynamicMlp,
};

/** What a run of the model gives for each value: codes as in the file, channels second. */
function runModel(graph: Graph, kernels: "reference" | "wasm", input: string) {
  const { shape, data } = golden.inputs[input]!;
  const values = new Map<string, readonly number[]>();
  const session = prepare(graph, { kernels, batch: shape[0]! });
  const { y } = session.run({ x: tensor("float32", shape, Float32Array.from(data)) }, {
    tap: (name, found) => void values.set(name, Array.from(found)),
  });
  return values.set("y", Array.from(y!.data));
}

/** Elements in row-major order of that shape, with the axes in another order. */
function transposed<T>(data: ArrayLike<T>, shape: readonly number[], axes: readonly number[]): T[] {
  return Array.from(transposedIndex(shape, axes), (at) => data[at]!);
}

/** The codes of onnxruntime as int8, as the graph orders them: images [N, H, W, C]. */
function codesInGraph(graph: Graph, name: string, { dtype, shape, data }: GoldenTensor): number[] {
  const codes = data.map((code) => dtype === "uint8" ? code - 128 : code);
  const image = shape.length === 4 && valueOf(graph, name).type.shape[3] === shape[1];
  return image ? transposed(codes, shape, [0, 2, 3, 1]) : codes;
}

/** Counts codes, the same ones, and the largest difference. */
function compareCodes(found: ArrayLike<number>, wanted: readonly number[]) {
  assertEquals(found.length, wanted.length);
  const off = wanted.map((code, i) => Math.abs(code - found[i]!));
  return {
    codes: wanted.length,
    exact: off.filter((difference) => difference === 0).length,
    worst: off.reduce((a, b) => Math.max(a, b), 0),
  };
}

type CodeAgreement = Omit<Agreement, "output">;

function together(all: readonly CodeAgreement[]): CodeAgreement {
  return {
    codes: all.reduce((sum, { codes }) => sum + codes, 0),
    exact: all.reduce((sum, { exact }) => sum + exact, 0),
    worst: all.reduce((most, { worst }) => Math.max(most, worst), 0),
  };
}

/** The values of codes of a model that the graph has. One behind a flatten is another's alias. */
function codedValues(graph: Graph, file: string) {
  const { values } = golden.models.find((model) => model.file === file)!;
  return Object.entries(values).filter(([name, { dtype }]) =>
    dtype !== "float32" && graph.values.has(name)
  );
}

for (const { file, input } of golden.models) {
  Deno.test(`readOnnx() reads ${file} of onnxruntime and computes what it does`, () => {
    const graph = readOnnx(Deno.readFileSync(new URL(file, folder)));
    const found = graph.nodes.map(({ op, output }) =>
      op.kind + (valueOf(graph, output).type.dtype === "int8" ? "*" : "")
    );
    assertEquals(found.join(" "), kinds[file]);
    const values = runModel(graph, "reference", input);
    assertEquals(runModel(graph, "wasm", input), values);
    const { output, ...wanted } = expected[file]!;
    const compared = codedValues(graph, file).map(([name, value]) =>
      compareCodes(values.get(name)!, codesInGraph(graph, name, value))
    );
    assertEquals(together(compared), wanted);
    const { data } = golden.models.find((model) => model.file === file)!.values["y"]!;
    const off = Math.max(...data.map((value, i) => Math.abs(value - values.get("y")![i]!)));
    assert(off <= output, `outputs must be within ${output}, got ${off}`);
  });
}

/** One int8 node as a graph of its own, from codes to codes. */
function nodeGraph(graph: Graph, node: Node): Graph {
  const port = (name: string) => ({ name, dtype: "int8", shape: typeOf(name).shape } as const);
  const typeOf = (name: string) => valueOf(graph, name).type;
  const names = [...new Set([...node.inputs, node.output])];
  return verifyGraph({
    name: node.name,
    inputs: names.filter((name) => name !== node.output && !valueOf(graph, name).constant)
      .map(port),
    outputs: [port(node.output)],
    values: new Map(names.map((name) => [name, valueOf(graph, name)])),
    nodes: [node],
  });
}

/** How int8 ops agree with onnxruntime on its own inputs, by kind: within one code. */
const byKind: Readonly<Record<string, CodeAgreement>> = {
  add: { codes: 3144, exact: 3144, worst: 0 },
  conv2d: { codes: 5040, exact: 5004, worst: 1 },
  depthwiseConv2d: { codes: 4608, exact: 4594, worst: 1 },
  fullyConnected: { codes: 246, exact: 246, worst: 0 },
  maxPool2d: { codes: 768, exact: 768, worst: 0 },
  mean: { codes: 72, exact: 55, worst: 1 },
  mul: { codes: 72, exact: 72, worst: 0 },
};

Deno.test("int8 ops of models of onnxruntime differ from it by at most one code", () => {
  const found = new Map<string, CodeAgreement>();
  for (const { file } of golden.models) {
    const graph = readOnnx(Deno.readFileSync(new URL(file, folder)));
    const known = new Map(codedValues(graph, file));
    for (const node of graph.nodes) {
      const activations = node.inputs.filter((name) => !valueOf(graph, name).constant);
      if (![...activations, node.output].every((name) => known.has(name))) continue;
      const { shape } = known.get(node.output)!;
      const single = nodeGraph(graph, node);
      const inputs = single.inputs.map(({ name, shape: sizes }) => {
        const codes = Int8Array.from(codesInGraph(graph, name, known.get(name)!));
        return [name, tensor("int8", bindBatch(sizes, shape[0]!), codes)] as const;
      });
      const session = prepare(single, { kernels: "reference", batch: shape[0]! });
      const { data } = session.run(Object.fromEntries(inputs))[node.output]!;
      const wanted = codesInGraph(graph, node.output, known.get(node.output)!);
      const before = found.get(node.op.kind);
      const here = compareCodes(data, wanted);
      found.set(node.op.kind, together(before ? [before, here] : [here]));
    }
  }
  assertEquals(Object.fromEntries(found), byKind);
});
