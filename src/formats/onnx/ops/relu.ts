import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** Relu: `max(x, 0)`. */
export function readRelu(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const clamp = { min: 0, max: Infinity };
  return graph.emit(node, { kind: "clamp", clamp }, { inputs: [node.activation(0)] });
}
