import type { AffineParameters } from "../affine/mod.ts";
import {
  type Graph,
  isWeighted,
  type Node,
  type Op,
  type Quantization,
  removeDead,
  type Value,
  valueOf,
} from "../graph/mod.ts";
import { int8Name } from "./activations.ts";
import { dynamicQuantization, int8Type, staticQuantization } from "./types.ts";

/** Ops that give the codes of what they would give in float32: quantize may come before or after. */
const keepsCodes: ReadonlySet<Op["kind"]> = new Set(["reshape", "transpose", "pad", "maxPool2d"]);

/**
 * The graph with the input of every weighted op quantized for each sample; everything between
 * stays float32. Readers of the same value share one quantize. Bytes of a sensor have the parameters
 * that they come with, also where they are moved before a weighted op reads them: quantized at the
 * model's input, then moved.
 */
export function withHybridInputs(
  graph: Graph,
  { inputParameters }: { readonly inputParameters?: AffineParameters } = {},
): Graph {
  const values = new Map<string, Value>(graph.values);
  const fixed = inputParameters && staticQuantization(inputParameters);
  /** The model's inputs and what only moves them: their codes have the parameters of the bytes. */
  const bytes = new Set(fixed ? graph.inputs.map(({ name }) => name) : []);
  const addCodes = (name: string, quantization: Quantization) => {
    const type = int8Type(valueOf(graph, name).type.shape, quantization);
    values.set(int8Name(name), { name: int8Name(name), type });
  };
  const quantizeOf = (name: string): readonly Node[] => {
    if (values.has(int8Name(name))) return [];
    addCodes(name, fixed && bytes.has(name) ? fixed : dynamicQuantization);
    const op = { kind: "quantize" } as const;
    return [{ name: `${name}:quantize`, op, inputs: [name], output: int8Name(name) }];
  };
  const nodes = graph.nodes.flatMap((node): readonly Node[] => {
    const x = node.inputs[0]!;
    if (isWeighted(node)) {
      return [...quantizeOf(x), { ...node, inputs: node.inputs.with(0, int8Name(x)) }];
    }
    if (fixed === undefined || !bytes.has(x) || !keepsCodes.has(node.op.kind)) return [node];
    const before = quantizeOf(x);
    bytes.add(node.output);
    addCodes(node.output, fixed);
    const moved = { inputs: [int8Name(x)], output: int8Name(node.output) };
    return [...before, node, { ...node, ...moved, name: int8Name(node.name) }];
  });
  const hybrid = { ...graph, values, nodes };
  // Of a value that is there both as float32 and as codes, what nothing reads goes away.
  return fixed ? removeDead(hybrid) : hybrid;
}
