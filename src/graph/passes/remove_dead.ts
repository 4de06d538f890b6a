import type { Graph } from "../graph.ts";
import { verifyGraph } from "../verify.ts";

/** The graph without nodes that no output depends on, and without values that nothing uses. */
export function removeDead(graph: Graph): Graph {
  const live = new Set(graph.outputs.map(({ name }) => name));
  const nodes = graph.nodes.toReversed().filter((node) => {
    if (!live.has(node.output)) return false;
    for (const name of node.inputs) live.add(name);
    return true;
  }).reverse();
  for (const { name } of graph.inputs) live.add(name);
  const values = new Map([...graph.values].filter(([name]) => live.has(name)));
  return verifyGraph({ ...graph, values, nodes });
}
