/** The peers: onnxruntime-node and onnxruntime-web, one thread each. Loaded when asked for. */
import type { PeerModel } from "./conv_model.ts";

/** The packages that are compared with. */
export const peerNames = ["onnxruntime-web", "onnxruntime-node"] as const;

/** The name of a peer. */
export type PeerName = typeof peerNames[number];

/** A runtime that makes sessions. */
export interface Peer {
  readonly name: PeerName;
  readonly version: string;
  open(model: PeerModel): Promise<PeerSession>;
}

/** A model in a runtime, with its input. */
export interface PeerSession {
  /** Runs the model; the codes of its output are valid until the next run. */
  run(): Promise<Uint8Array | Int8Array>;
  close(): Promise<void>;
}

/** The part of `onnxruntime-common` 1.30 that is used. */
interface Runtime {
  readonly env: {
    readonly versions: { readonly common: string; readonly node?: string; readonly web?: string };
    readonly wasm: { numThreads?: number };
    logLevel?: string;
  };
  readonly Tensor: new (
    type: string,
    data: Uint8Array | Int8Array | Float32Array,
    shape: readonly number[],
  ) => RuntimeTensor;
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: Readonly<Record<string, unknown>>): Promise<RuntimeSession>;
  };
}

interface RuntimeTensor {
  readonly data: unknown;
}

interface RuntimeSession {
  run(
    feeds: Readonly<Record<string, RuntimeTensor>>,
    fetches?: Readonly<Record<string, RuntimeTensor>> | readonly string[],
  ): Promise<Readonly<Record<string, RuntimeTensor>>>;
  release(): Promise<void>;
}

/**
 * Where the packages come from. They are neither in the import map nor in the lock file, and no
 * import names them literally: Deno would fetch their 430 MB for every task of the project.
 */
const specifiers: Readonly<Record<PeerName, string>> = {
  "onnxruntime-web": "npm:onnxruntime-web@1.30.0",
  "onnxruntime-node": "npm:onnxruntime-node@1.30.0",
};

/** Loads a peer; its package is fetched the first time. */
export async function loadPeer(name: PeerName): Promise<Peer> {
  const runtime: Runtime = await import(specifiers[name]);
  const { env } = runtime;
  env.logLevel = "error";
  if (name === "onnxruntime-web") env.wasm.numThreads = 1;
  return {
    name,
    version: env.versions.node ?? env.versions.web ?? env.versions.common,
    open: (model) => openSession(runtime, { name, model }),
  };
}

async function openSession(
  { Tensor, InferenceSession }: Runtime,
  { name, model }: { readonly name: PeerName; readonly model: PeerModel },
): Promise<PeerSession> {
  const session = await InferenceSession.create(model.bytes, sessionOptions(name));
  const { activations, input, outputShape } = model;
  const feeds = { x: new Tensor(activations, input.data, input.shape) };
  const length = outputShape.reduce((product, size) => product * size, 1);
  const data = activations === "uint8" ? new Uint8Array(length) : new Int8Array(length);
  // onnxruntime-node writes into a tensor that it is given; onnxruntime-web makes one for each run.
  const fetches = name === "onnxruntime-node"
    ? { y: new Tensor(activations, data, outputShape) }
    : ["y"];
  return {
    run: async () => (await session.run(feeds, fetches)).y!.data as Uint8Array | Int8Array,
    close: () => session.release(),
  };
}

/** A whole model in a runtime, with its inputs. */
export interface ModelSession {
  /** Runs the model; gives the data of its outputs by name. */
  run(): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

/** Opens a model of float32 ports in a peer, one thread. */
export async function openModel(
  name: PeerName,
  bytes: Uint8Array,
  inputs: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
  >,
): Promise<ModelSession> {
  const runtime: Runtime = await import(specifiers[name]);
  runtime.env.logLevel = "error";
  const session = await runtime.InferenceSession.create(bytes, sessionOptions(name));
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([port, { data, shape }]) =>
      [port, new runtime.Tensor("float32", data, shape)] as const
    ),
  );
  return {
    run: async () =>
      Object.fromEntries(
        Object.entries(await session.run(feeds)).map(([port, { data }]) => [port, data]),
      ),
    close: () => session.release(),
  };
}

function sessionOptions(name: PeerName): Readonly<Record<string, unknown>> {
  return {
    executionProviders: [name === "onnxruntime-node" ? "cpu" : "wasm"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
  };
}
