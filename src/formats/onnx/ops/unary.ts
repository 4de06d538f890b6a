import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** Operators of one value without attributes, by ONNX name. */
const kinds = { Sigmoid: "sigmoid", Tanh: "tanh", HardSwish: "hardSwish" } as const;

/** Sigmoid, Tanh, HardSwish. */
export function readUnary(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const kind = kinds[node.opType as keyof typeof kinds];
  return graph.emit(node, { kind }, { inputs: [node.activation(0)] });
}
