import {
  type Graph,
  Names,
  type Node,
  type Port,
  type Value,
  valueOf,
} from "../../../graph/mod.ts";

/** Ops whose operators take and give UINT8 as well as INT8. */
const uint8Ops: ReadonlySet<string> = new Set(["quantize", "requantize", "dequantize"]);

/**
 * The graph with a requantize that keeps the parameters between each uint8 port and what may only have
 * INT8. Ports keep their names; what is behind them is called `name:int8`.
 */
export function separateUint8Ports(graph: Graph): Graph {
  const names = new Names(graph.values.keys());
  const nodeNames = new Names(graph.nodes.map(({ name }) => name));
  const inner = graph.nodes.filter(({ op }) => !uint8Ops.has(op.kind));
  const touched = new Set(inner.flatMap(({ inputs, output }) => [...inputs, output]));
  const renames = new Map(
    [...graph.inputs, ...graph.outputs]
      .filter(({ name, dtype }) => dtype === "uint8" && touched.has(name))
      .map(({ name }) => [name, names.take(`${name}:int8`)] as const),
  );
  if (renames.size === 0) return graph;
  const renamed = (name: string) => renames.get(name) ?? name;
  const behind = [...renames].map(([name, fresh]): readonly [string, Value] => [
    fresh,
    { ...valueOf(graph, name), name: fresh },
  ]);
  const bridges = (ports: readonly Port[], direction: "in" | "out") =>
    ports.filter(({ name }) => renames.has(name)).map(({ name }): Node => {
      const inputs = [direction === "in" ? name : renamed(name)];
      const output = direction === "in" ? renamed(name) : name;
      const bridge = nodeNames.take(`${name}:requantize`);
      return { name: bridge, op: { kind: "requantize" }, inputs, output, rounding: "tflm" };
    });
  const nodes = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(renamed),
    output: renamed(node.output),
  }));
  return {
    ...graph,
    values: new Map([...graph.values, ...behind]),
    nodes: [...bridges(graph.inputs, "in"), ...nodes, ...bridges(graph.outputs, "out")],
  };
}
