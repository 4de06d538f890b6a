import type { RoundingProfile } from "../affine/mod.ts";
import { type Graph, Names, type Value, valueOf, verifyGraph } from "../graph/mod.ts";
import { int8Name } from "../quantize/mod.ts";

/** The quantized model that a model's maker shipped, read and checked. */
export interface ShippedModel {
  /** Relative to the suite's folder. */
  readonly file: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
  readonly rounding: RoundingProfile;
  /** Takes and gives float32, under the names of the float32 model's input and output. */
  readonly graph: Graph;
}

/**
 * A quantized graph whose input and output have the names of the float32 model's, and their codes those
 * names with `:int8`, so that both models' values can be compared by name. Both graphs have one input
 * and one output. A value inside that has such a name by chance gets another.
 */
export function withPortNames(graph: Graph, float32: Graph): Graph {
  const wanted = portNames(graph, float32);
  const free = new Names([...graph.values.keys(), ...wanted.values()]);
  const given = new Set(wanted.values());
  const names = new Map([...graph.values.keys()].map((name) => {
    const other = given.has(name) ? free.take(`${name}:shipped`) : name;
    return [name, wanted.get(name) ?? other];
  }));
  const renamed = (name: string) => names.get(name)!;
  const renamedPort = <P extends { readonly name: string }>(port: P): P => ({
    ...port,
    name: renamed(port.name),
  });
  return verifyGraph({
    ...graph,
    inputs: graph.inputs.map(renamedPort),
    outputs: graph.outputs.map(renamedPort),
    values: new Map(
      [...graph.values.values()].map(renamedPort).map((v): [string, Value] => [
        v.name,
        v,
      ]),
    ),
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(renamed),
      output: renamed(node.output),
    })),
  });
}

/** What the ports and their codes are to be called. */
function portNames(graph: Graph, float32: Graph): ReadonlyMap<string, string> {
  const [input, output] = [graph.inputs[0]!.name, graph.outputs[0]!.name];
  const [inputName, outputName] = [float32.inputs[0]!.name, float32.outputs[0]!.name];
  const quantized = graph.nodes.find(({ op, inputs }) =>
    op.kind === "quantize" && inputs[0] === input
  );
  const dequantized = graph.nodes.find((node) =>
    node.op.kind === "dequantize" && node.output === output
  );
  const isCodes = (name: string) => valueOf(graph, name).type.dtype === "int8";
  const codes = [
    [dequantized?.inputs[0], int8Name(outputName)],
    [quantized?.output, int8Name(inputName)],
  ] as const;
  return new Map([
    ...codes.flatMap(([name, wanted]) =>
      name !== undefined && isCodes(name) ? [[name, wanted] as const] : []
    ),
    [output, outputName],
    [input, inputName],
  ]);
}
