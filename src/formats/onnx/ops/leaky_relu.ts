import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** LeakyRelu: `x` where it is positive, else `alpha x`. */
export function readLeakyRelu(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const alpha = node.float("alpha") ?? Math.fround(0.01);
  return graph.emit(node, { kind: "leakyRelu", alpha }, { inputs: [node.activation(0)] });
}
