import type { Graph } from "../graph.ts";

/** How often each value is read: by nodes, and once more where it is an output of the model. */
export function countReaders(graph: Graph): ReadonlyMap<string, number> {
  const readers = new Map<string, number>();
  const read = (name: string) => readers.set(name, (readers.get(name) ?? 0) + 1);
  for (const node of graph.nodes) node.inputs.forEach(read);
  for (const { name } of graph.outputs) read(name);
  return readers;
}
