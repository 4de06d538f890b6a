import type { AffineParameters } from "../affine/mod.ts";
import { type Graph, isWeighted, type Node, type Value, valueOf } from "../graph/mod.ts";
import { int8Name } from "./activations.ts";
import { dynamicQuantization, int8Type, staticQuantization } from "./types.ts";

/**
 * The graph with the input of every weighted op quantized for each sample; everything between
 * stays float32. Readers of the same value share one quantize. Bytes of a sensor have the parameters
 * that they come with.
 */
export function withHybridInputs(
  graph: Graph,
  { inputParameters }: { readonly inputParameters?: AffineParameters } = {},
): Graph {
  const ports = new Set(graph.inputs.map(({ name }) => name));
  const values = new Map<string, Value>(graph.values);
  const nodes = graph.nodes.flatMap((node): readonly Node[] => {
    if (!isWeighted(node)) return [node];
    const [x] = node.inputs;
    const quantized = int8Name(x!);
    const reader: Node = { ...node, inputs: node.inputs.with(0, quantized) };
    if (values.has(quantized)) return [reader];
    const quantization = inputParameters && ports.has(x!)
      ? staticQuantization(inputParameters)
      : dynamicQuantization;
    values.set(quantized, {
      name: quantized,
      type: int8Type(valueOf(graph, x!).type.shape, quantization),
    });
    return [
      { name: `${x}:quantize`, op: { kind: "quantize" }, inputs: [x!], output: quantized },
      reader,
    ];
  });
  return { ...graph, values, nodes };
}
