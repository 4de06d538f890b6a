import { type Graph, scaleFloors, tiedOps, type Value, valueOf } from "../graph/mod.ts";
import type {
  Float32Buffer,
  Int8Buffer,
  KernelMemory,
  KernelSet,
  StaticInt8,
} from "../kernels/mod.ts";
import { bytesPerElement, elementsPerSample, isBatched } from "../tensor/mod.ts";
import { arenaBuffers, bufferOwners, planArena } from "./arena.ts";

/** The buffer of an activation or of a constant operand. */
export type ValueBuffer = Float32Buffer | Int8Buffer;

/** The buffers of a session and how to make more of them. */
export interface Buffers {
  readonly memory: KernelMemory;
  /** Samples that the buffers hold. */
  readonly capacity: number;
  /** The buffer of an activation. */
  of(name: string): ValueBuffer;
}

/** What binding a node needs. */
export interface Binding {
  readonly graph: Graph;
  readonly kernels: KernelSet;
  readonly buffers: Buffers;
}

/**
 * Allocates the activations of a graph for `capacity` samples, placed by the arena planner. Values
 * that keep the parameters of another (tied ops) share its scales and zero points.
 */
export function allocateBuffers(graph: Graph, memory: KernelMemory, capacity: number): Buffers {
  const owners = bufferOwners(graph);
  const buffers = arenaBuffers(graph).map((buffer) => ({
    ...buffer,
    bytes: buffer.bytes * capacity,
  }));
  const plan = planArena(buffers);
  const block = memory.allocate("int8", Math.max(plan.bytes, 16));
  const floors = scaleFloors(graph);
  const tied = new Map(
    graph.nodes.filter(({ op }) => tiedOps.has(op.kind)).map((n) => [n.output, n.inputs[0]!]),
  );
  const made = new Map<string, ValueBuffer>();

  const make = (name: string): ValueBuffer => {
    const { type } = valueOf(graph, name);
    const offset = block.byteOffset + plan.offsets.get(owners.get(name)!)!;
    const length = elementsPerSample(type.shape) * (isBatched(type.shape) ? capacity : 1);
    if (type.dtype === "float32") {
      return { kind: "float32", data: new Float32Array(block.buffer, offset, length) };
    }
    const data = new Int8Array(block.buffer, offset, length * bytesPerElement("int8"));
    if (type.quantization.kind === "static") return staticBuffer(data, valueOf(graph, name));
    const source = tied.get(name);
    const shared = source === undefined ? undefined : made.get(source);
    const parameters = shared?.kind === "dynamic" ? shared : {
      scales: memory.allocate("float32", capacity),
      zeroPoints: memory.allocate("int32", capacity),
    };
    return {
      kind: "dynamic",
      data,
      scales: parameters.scales,
      zeroPoints: parameters.zeroPoints,
      scaleFloor: floors.get(name) ?? 0,
    };
  };
  const names = [...graph.inputs.map(({ name }) => name), ...graph.nodes.map((n) => n.output)];
  for (const name of names) made.set(name, make(name));

  return {
    memory,
    capacity,
    of(name) {
      const buffer = made.get(name);
      if (buffer === undefined) throw new Error(`Cannot find the buffer of "${name}"`);
      return buffer;
    },
  };
}

function staticBuffer(data: Int8Array, { name, type }: Value): StaticInt8 {
  const { quantization } = type;
  if (quantization.kind !== "static" || quantization.granularity !== "per-tensor") {
    throw new Error(`Cannot use "${name}" as an activation: its parameters must be per-tensor`);
  }
  return { kind: "static", data, ...quantization.parameters };
}

/** A constant operand (of add, mul, concat, matmul) in the memory of the kernels. */
export function constantBuffer(value: Value, memory: KernelMemory): ValueBuffer {
  const { constant } = value;
  if (constant?.dtype === "float32") {
    const data = memory.allocate("float32", constant.data.length);
    data.set(constant.data);
    return { kind: "float32", data };
  }
  if (constant?.dtype === "int8") {
    const data = memory.allocate("int8", constant.data.length);
    data.set(constant.data);
    return staticBuffer(data, value);
  }
  throw new Error(`Cannot use "${value.name}" as an operand: it must be float32 or int8`);
}
