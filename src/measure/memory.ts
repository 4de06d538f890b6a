import { align, type ArenaBuffer, arenaBuffers, planArena } from "../execute/mod.ts";
import {
  type Graph,
  isWeighted,
  type Node,
  outputChannels,
  tiedOps,
  type Value,
  valueOf,
} from "../graph/mod.ts";
import { bytesPerElement } from "../tensor/mod.ts";
import { workOf } from "./work.ts";

/** Bytes of a fixed-point multiplier and its shift, int32 each. */
const fixedPointBytes = 8;
/** Bytes of a float32 scale. */
const scaleBytes = 4;
/** Bytes of an activation's static parameters: a float32 scale and an int32 zero point. */
const parameterBytes = 8;

/** What a model takes on the device, in bytes. */
export interface MemoryPlan {
  /** Weights, biases, multipliers and parameters of each node, in the order of the nodes. */
  readonly flashBytes: readonly number[];
  /** Bytes alive while each node runs, each buffer rounded up to the arena's alignment. */
  readonly livenessBytes: readonly number[];
  readonly totalFlashBytes: number;
  /** The largest of `livenessBytes`: no plan can do with less. */
  readonly livenessBound: number;
  /** Peak of the TFLM greedy plan for activations and int32 staging. */
  readonly arenaBytes: number;
}

/**
 * Flash and arena of a graph on the device. Flash: weights at their dtype; biases at 4 bytes; for a
 * node with static input and output a multiplier and a shift a channel (8 bytes), for one that
 * derives them at run time, or rescales to float32, a float32 weight scale a channel; 8 bytes for
 * each static activation that does not share another's parameters. Arena: activations at their dtype plus int32 staging while a node that
 * needs it runs; kernel scratch (im2col) depends on the kernel library and is left out.
 */
export function planMemory(graph: Graph): MemoryPlan {
  const buffers = arenaBuffers(graph, (node) => workOf(graph, node).stagingBytes);
  const flashBytes = graph.nodes.map((node) => flashOf(graph, node));
  const livenessBytes = graph.nodes.map((_, index) => aliveAt(buffers, index));
  return {
    flashBytes,
    livenessBytes,
    totalFlashBytes: flashBytes.reduce((sum, bytes) => sum + bytes, 0),
    livenessBound: livenessBytes.reduce((max, bytes) => Math.max(max, bytes), 0),
    arenaBytes: planArena(buffers).bytes,
  };
}

function aliveAt(buffers: readonly ArenaBuffer[], index: number): number {
  return buffers
    .filter(({ first, last }) => first <= index && index <= last)
    .reduce((sum, { bytes }) => sum + align(bytes), 0);
}

function constantBytes({ constant }: Value): number {
  return constant ? constant.data.length * bytesPerElement(constant.dtype) : 0;
}

function isStatic({ type }: Value): boolean {
  return type.quantization.kind === "static";
}

function flashOf(graph: Graph, node: Node): number {
  const operands = node.inputs.map((name) => valueOf(graph, name));
  const constants = operands.reduce((sum, value) => sum + constantBytes(value), 0);
  const y = valueOf(graph, node.output);
  const own = isStatic(y) && !tiedOps.has(node.op.kind) ? parameterBytes : 0;
  if (!isWeighted(node)) {
    const constantParameters = operands.filter((value) =>
      value.constant && isStatic(value)
    ).length * parameterBytes;
    return constants + own + constantParameters;
  }
  const [x, weights] = operands as [Value, Value];
  if (weights.type.dtype !== "int8") return constants + own;
  const { quantization } = weights.type;
  const scales = quantization.kind === "static" && quantization.granularity === "per-channel"
    ? outputChannels(node, weights)
    : 1;
  const fixed = isStatic(x) && isStatic(y);
  return constants + own + scales * (fixed ? fixedPointBytes : scaleBytes);
}
