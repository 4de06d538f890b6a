import { type Graph, type Node, type Port, unquantized, type Value, valueOf } from "../graph.ts";
import { verifyGraph } from "../verify.ts";
import { Names } from "./names.ts";

/**
 * The graph with float32 inputs and outputs: an int8 or uint8 one is quantized behind the input and
 * dequantized before the output, under its own parameters. Ports keep their names; their int8 values
 * are called `name:int8`.
 */
export function float32Ports(graph: Graph): Graph {
  const ports = [...graph.inputs, ...graph.outputs];
  if (ports.every(({ dtype }) => dtype === "float32")) return graph;
  const integer = ports.filter(({ name }) => valueOf(graph, name).type.dtype === "int8");
  const valueNames = new Names(graph.values.keys());
  const nodeNames = new Names(graph.nodes.map(({ name }) => name));
  const renames = new Map(integer.map(({ name }) => [name, valueNames.take(`${name}:int8`)]));
  const renamed = (name: string) => renames.get(name) ?? name;

  const values = new Map<string, Value>();
  for (const value of graph.values.values()) {
    const name = renamed(value.name);
    values.set(name, { ...value, name });
  }
  for (const { name } of integer) {
    const { shape } = valueOf(graph, name).type;
    values.set(name, { name, type: { dtype: "float32", shape, quantization: unquantized } });
  }
  const asFloat32 = (port: Port): Port => ({ ...port, dtype: "float32" });
  return verifyGraph({
    ...graph,
    values,
    inputs: graph.inputs.map(asFloat32),
    outputs: graph.outputs.map(asFloat32),
    nodes: [
      ...graph.inputs.filter(({ name }) => renames.has(name)).map(({ name }): Node => ({
        name: nodeNames.take(`${name}:quantize`),
        op: { kind: "quantize" },
        inputs: [name],
        output: renamed(name),
      })),
      ...graph.nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(renamed),
        output: renamed(node.output),
      })),
      ...graph.outputs.filter(({ name }) => renames.has(name)).map(({ name }): Node => ({
        name: nodeNames.take(`${name}:dequantize`),
        op: { kind: "dequantize" },
        inputs: [renamed(name)],
        output: name,
      })),
    ],
  });
}
