import { arenaBuffers, planArena } from "../execute/mod.ts";
import { type Graph, isWeighted, valueOf } from "../graph/mod.ts";
import { bytesPerElement, elementsPerSample } from "../tensor/mod.ts";

/** Bytes of a packed int8 weight, at most: some kernels multiply int16. */
const packedCodeBytes = 2;

/** About the memory of a session of `batch` samples: its activations, and constants as kernels have them. */
export function sessionBytes(graph: Graph, batch: number): number {
  const dtypeOf = (name: string) => valueOf(graph, name).type.dtype;
  const packed = new Map(
    graph.nodes.filter(isWeighted).map(({ inputs: [x, weights] }) =>
      [weights!, dtypeOf(x!) === "float32" ? bytesPerElement("float32") : packedCodeBytes] as const
    ),
  );
  const constants = [...graph.values.values()].filter(({ constant }) => constant !== undefined);
  return constants.reduce(
    (sum, { name, type }) =>
      sum + elementsPerSample(type.shape) * (packed.get(name) ?? bytesPerElement(type.dtype)),
    batch * planArena(arenaBuffers(graph)).bytes,
  );
}

/** Bytes of prepared sessions of all workers, and of one at least and at most. */
const sessionBytesOfAll = 768 * 2 ** 20;
const [sessionBytesLeast, sessionBytesMost] = [128 * 2 ** 20, 512 * 2 ** 20];

/** Bytes that the sessions of one of so many workers may take. */
export function sessionLimit(workers: number): number {
  return Math.min(Math.max(sessionBytesOfAll / workers, sessionBytesLeast), sessionBytesMost);
}
