import { type Graph, type Node, type Value, valueOf } from "../graph.ts";
import { verifyGraph } from "../verify.ts";

/**
 * The graph with inputs of codes, where nothing but a quantize under fixed parameters reads the float32
 * input: that quantize goes away, as where a sensor gives the codes. Inputs keep their names. An input
 * that something else reads too, or whose codes are an output of the model, stays as it is.
 */
export function codeInputs(graph: Graph): Graph {
  const ports = new Set(graph.inputs.map(({ name }) => name));
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const reads = (name: string) => graph.nodes.filter(({ inputs }) => inputs.includes(name));
  const removed = graph.nodes.filter((node) =>
    node.op.kind === "quantize" && ports.has(node.inputs[0]!) && !outputs.has(node.output) &&
    valueOf(graph, node.output).type.quantization.kind === "static" &&
    reads(node.inputs[0]!).length === 1
  );
  if (removed.length === 0) return graph;
  const renames = new Map(removed.map(({ inputs, output }) => [output, inputs[0]!]));
  const renamed = (name: string) => renames.get(name) ?? name;
  const coded = new Set(renames.values());
  return verifyGraph({
    ...graph,
    inputs: graph.inputs.map((port) => coded.has(port.name) ? { ...port, dtype: "int8" } : port),
    values: new Map(
      [...graph.values.values()].filter(({ name }) => !coded.has(name)).map((value) => {
        const name = renamed(value.name);
        return [name, { ...value, name }] as const satisfies readonly [string, Value];
      }),
    ),
    nodes: graph.nodes.filter((node) => !removed.includes(node)).map((node): Node => ({
      ...node,
      inputs: node.inputs.map(renamed),
    })),
  });
}
