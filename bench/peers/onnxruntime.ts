/** The peers: onnxruntime-node and onnxruntime-web, one thread each. Loaded when asked for. */
import { loadRuntime, type Runtime, type RuntimeName } from "../../src/cli/onnxruntime.ts";
import type { PeerModel } from "./conv_model.ts";

/** A runtime that makes sessions. */
export interface Peer {
  readonly name: RuntimeName;
  readonly version: string;
  open(model: PeerModel): Promise<PeerSession>;
}

/** A model in a runtime, with its input. */
export interface PeerSession {
  /** Runs the model; the codes of its output are valid until the next run. */
  run(): Promise<Uint8Array | Int8Array>;
  close(): Promise<void>;
}

/** Loads a peer; its package is fetched the first time. */
export async function loadPeer(name: RuntimeName): Promise<Peer> {
  const runtime = await loadRuntime(name);
  return {
    name,
    version: runtime.version,
    open: (model) => openSession(runtime, { name, model }),
  };
}

async function openSession(
  { Tensor, InferenceSession }: Runtime,
  { name, model }: { readonly name: RuntimeName; readonly model: PeerModel },
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
  name: RuntimeName,
  bytes: Uint8Array,
  inputs: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>
  >,
): Promise<ModelSession> {
  const runtime = await loadRuntime(name);
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

function sessionOptions(name: RuntimeName): Readonly<Record<string, unknown>> {
  return {
    executionProviders: [name === "onnxruntime-node" ? "cpu" : "wasm"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
  };
}
