import { bytesPerElement, elementsPerSample } from "../tensor/mod.ts";
import { type Graph, type Node, valueOf } from "../graph/mod.ts";

/** Every buffer starts at a multiple of this, as in TFLM. */
export const arenaAlignment = 16;

/** A buffer that must be whole from node `first` to node `last`, both included. */
export interface ArenaBuffer {
  readonly name: string;
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** Where each buffer lies, and how far the arena reaches. */
export interface ArenaPlan {
  readonly offsets: ReadonlyMap<string, number>;
  readonly bytes: number;
}

/** Bytes rounded up to the arena's alignment. */
export function align(bytes: number): number {
  return Math.ceil(bytes / arenaAlignment) * arenaAlignment;
}

/**
 * TFLM's greedy memory plan: buffers by size, largest first (ties: the order given); each goes into
 * the first gap between the buffers already placed that live at the same time, else behind them.
 * Source: tflite-micro `greedy_memory_planner.cc`.
 *
 * @example
 * ```ts
 * import { planArena } from "./arena.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const plan = planArena([
 *   { name: "a", bytes: 64, first: 0, last: 1 },
 *   { name: "b", bytes: 32, first: 1, last: 2 },
 *   { name: "c", bytes: 48, first: 2, last: 3 },
 * ]);
 * assertEquals(plan.bytes, 96); // c takes the place that a left
 * ```
 */
export function planArena(buffers: readonly ArenaBuffer[]): ArenaPlan {
  const largestFirst = buffers
    .map((buffer) => ({ ...buffer, bytes: align(buffer.bytes) }))
    .sort((a, b) => b.bytes - a.bytes);
  const placed: { readonly buffer: ArenaBuffer; readonly offset: number }[] = [];
  for (const buffer of largestFirst) {
    let offset = 0;
    for (const other of placed) {
      const together = other.buffer.first <= buffer.last && buffer.first <= other.buffer.last;
      if (!together) continue;
      if (offset + buffer.bytes <= other.offset) break;
      offset = Math.max(offset, other.offset + other.buffer.bytes);
    }
    placed.push({ buffer, offset });
    placed.sort((a, b) => a.offset - b.offset);
  }
  return {
    offsets: new Map(placed.map(({ buffer, offset }) => [buffer.name, offset])),
    bytes: placed.reduce((end, { buffer, offset }) => Math.max(end, offset + buffer.bytes), 0),
  };
}

/** For every activation the value whose buffer it uses: a reshape shares its input's. */
export function bufferOwners(graph: Graph): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const { name } of graph.inputs) owners.set(name, name);
  for (const node of graph.nodes) {
    const source = node.op.kind === "reshape" ? owners.get(node.inputs[0]!) : undefined;
    owners.set(node.output, source ?? node.output);
  }
  return owners;
}

/**
 * The buffers that a run of one sample needs: every activation from the node that makes it (graph
 * inputs: from the first) to the last that reads it (graph outputs: to the end), and what `scratch`
 * gives for a node, alive while that node runs.
 */
export function arenaBuffers(
  graph: Graph,
  scratch: (node: Node) => number = () => 0,
): readonly ArenaBuffer[] {
  const owners = bufferOwners(graph);
  const end = Math.max(graph.nodes.length - 1, 0);
  const spans = new Map<string, { first: number; last: number }>();
  const touch = (name: string, index: number) => {
    const owner = owners.get(name);
    if (owner === undefined) return; // a constant
    const span = spans.get(owner);
    if (span === undefined) spans.set(owner, { first: index, last: index });
    else span.last = Math.max(span.last, index);
  };
  for (const { name } of graph.inputs) touch(name, 0);
  graph.nodes.forEach((node, index) => {
    for (const name of node.inputs) touch(name, index);
    touch(node.output, index);
  });
  for (const { name } of graph.outputs) touch(name, end);

  const activations = [...spans].map(([name, span]) => {
    const { type } = valueOf(graph, name);
    return { name, bytes: elementsPerSample(type.shape) * bytesPerElement(type.dtype), ...span };
  });
  const scratches = graph.nodes
    .map((node, index) => ({
      name: `${node.name}:scratch`,
      bytes: scratch(node),
      first: index,
      last: index,
    }))
    .filter(({ bytes }) => bytes > 0);
  return [...activations, ...scratches];
}
