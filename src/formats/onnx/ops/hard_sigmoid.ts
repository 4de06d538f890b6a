import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** HardSigmoid: `alpha x + beta`, held to [0, 1]. */
export function readHardSigmoid(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const alpha = node.float("alpha") ?? Math.fround(0.2);
  const beta = node.float("beta") ?? 0.5;
  return graph.emit(node, { kind: "hardSigmoid", alpha, beta }, { inputs: [node.activation(0)] });
}
