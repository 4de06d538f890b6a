import type { Graph, Value } from "../src/graph/mod.ts";

/** The graph with values under other names: what another exporter might have called them. */
export function renamed(graph: Graph, names: Readonly<Record<string, string>>): Graph {
  const of = (name: string) => names[name] ?? name;
  const port = <P extends { readonly name: string }>(one: P): P => ({ ...one, name: of(one.name) });
  return {
    ...graph,
    inputs: graph.inputs.map(port),
    outputs: graph.outputs.map(port),
    values: new Map([...graph.values.values()].map((v): [string, Value] => [of(v.name), port(v)])),
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(of),
      output: of(node.output),
    })),
  };
}
