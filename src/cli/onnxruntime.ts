/** onnxruntime, loaded only where it is asked for, to check a model as we read it. */
import type { LayerValues } from "../measure/mod.ts";
import type { Graph } from "../graph/mod.ts";
import type { Shape, Tensor } from "../tensor/mod.ts";
import protobuf from "protobufjs/minimal";

/** The npm packages of onnxruntime. */
export const runtimeNames = ["onnxruntime-web", "onnxruntime-node"] as const;

/** The name of such a package. */
export type RuntimeName = typeof runtimeNames[number];

/** The part of `onnxruntime-common` 1.30 that is used. */
export interface Runtime {
  readonly version: string;
  readonly Tensor: new (
    type: string,
    data: Float32Array | Uint8Array | Int8Array,
    shape: readonly number[],
  ) => RuntimeTensor;
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: Readonly<Record<string, unknown>>): Promise<RuntimeSession>;
  };
}

/** A tensor in a runtime. */
export interface RuntimeTensor {
  readonly data: unknown;
  readonly dims: readonly number[];
}

/** A model in a runtime. */
export interface RuntimeSession {
  run(
    feeds: Readonly<Record<string, RuntimeTensor>>,
    fetches?: Readonly<Record<string, RuntimeTensor>> | readonly string[],
  ): Promise<Readonly<Record<string, RuntimeTensor>>>;
  release(): Promise<void>;
}

/** What a package exports besides. */
interface RuntimePackage extends Omit<Runtime, "version"> {
  readonly env: {
    readonly versions: { readonly common: string; readonly node?: string; readonly web?: string };
    readonly wasm: { numThreads?: number };
    logLevel?: string;
  };
}

/**
 * Where the packages come from. They are neither in the import map nor in the lock file, and no
 * import names them literally: Deno would fetch their 430 MB for every task of the project.
 */
const specifiers: Readonly<Record<RuntimeName, string>> = {
  "onnxruntime-web": "npm:onnxruntime-web@1.30.0",
  "onnxruntime-node": "npm:onnxruntime-node@1.30.0",
};

/** Loads a runtime of one thread; its package is fetched the first time. */
export async function loadRuntime(name: RuntimeName): Promise<Runtime> {
  const { env, Tensor, InferenceSession }: RuntimePackage = await import(specifiers[name]);
  env.logLevel = "error";
  if (name === "onnxruntime-web") env.wasm.numThreads = 1;
  return {
    version: env.versions.node ?? env.versions.web ?? env.versions.common,
    Tensor,
    InferenceSession,
  };
}

/** What onnxruntime gave: the layers that it could be asked for, in the axis order of the graph. */
export interface RuntimeLayers {
  readonly version: string;
  readonly values: LayerValues;
}

/**
 * Runs an ONNX model in onnxruntime-web, unoptimized.
 *
 * @param options.graph The model as it was read.
 * @param options.layers Values of the graph; those that are no tensors of the file are left out.
 */
export async function runInOnnxruntime(
  bytes: Uint8Array,
  inputs: Readonly<Record<string, Tensor>>,
  { graph, layers }: { readonly graph: Graph; readonly layers: readonly string[] },
): Promise<RuntimeLayers> {
  const { version, Tensor, InferenceSession } = await loadRuntime("onnxruntime-web");
  const ports = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
  const named = layers.filter((name) => !ports.has(name) && hasText(bytes, name));
  const session = await InferenceSession.create(withOutputs(bytes, named), {
    executionProviders: ["wasm"],
    graphOptimizationLevel: "disabled",
  });
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, { data, shape }]) =>
      [name, new Tensor("float32", data as Float32Array, shape)] as const
    ),
  );
  const results = Object.entries(await session.run(feeds));
  return {
    version,
    values: new Map(results.flatMap(([name, { data, dims }]) => {
      const ours = graph.values.get(name)?.type.shape;
      if (!(data instanceof Float32Array) || ours === undefined) return [];
      return [[name, inOurOrder(data, { dims, ours })] as const];
    })),
  };
}

/** Images come channels first, and are channels last in a graph; ports are as the file has them. */
function inOurOrder(
  data: Float32Array,
  { dims, ours }: { readonly dims: readonly number[]; readonly ours: Shape },
): Float32Array {
  const [, channels, height, width] = dims as readonly [number, number, number, number];
  const isMoved = dims.length === 4 && ours[1] === height && ours[2] === width &&
    ours[3] === channels && !(ours[1] === channels && ours[3] === width);
  if (!isMoved) return data;
  const moved = new Float32Array(data.length);
  const plane = height * width;
  for (let from = 0; from < data.length; from++) {
    const sample = Math.floor(from / (channels * plane));
    const channel = Math.floor(from / plane) % channels;
    moved[(sample * plane + from % plane) * channels + channel] = data[from]!;
  }
  return moved;
}

/** Whether a file holds a name, as it stands in a protobuf string: its length, then its bytes. */
function hasText(bytes: Uint8Array, name: string): boolean {
  const text = protobuf.Writer.create().string(name).finish();
  for (let at = bytes.indexOf(text[0]!); at !== -1; at = bytes.indexOf(text[0]!, at + 1)) {
    if (text.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}

/**
 * The model with more of its tensors as outputs. Messages that follow one another merge in protobuf,
 * so these are appended: ModelProto.graph (7), GraphProto.output (12), ValueInfoProto.name (1).
 */
function withOutputs(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  const graph = protobuf.Writer.create();
  for (const name of names) {
    graph.uint32((12 << 3) | 2).fork().uint32((1 << 3) | 2).string(name).ldelim();
  }
  const model = protobuf.Writer.create().uint32((7 << 3) | 2).bytes(graph.finish()).finish();
  const all = new Uint8Array(bytes.length + model.length);
  all.set(bytes);
  all.set(model, bytes.length);
  return all;
}
