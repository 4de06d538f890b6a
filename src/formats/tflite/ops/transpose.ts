import { axisOf } from "../axes.ts";
import type { GraphBuilder } from "../builder.ts";
import { listOf } from "../elements.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** TRANSPOSE by a constant permutation: output axis i is input axis `permutation[i]`. */
export function readTranspose(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 2);
  const x = node.activation(0);
  const permutation = listOf(node.constant(1, "the permutation"), "the permutation")
    .map((axis) => axisOf(axis, x.type.shape.length));
  return graph.emit(node, { kind: "transpose", permutation }, { inputs: [x] });
}
