import { ensure, noClamp } from "../../../graph/mod.ts";
import { formatShape } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import { type Operand, shapeOf } from "../operand.ts";
import { codedOperand, codedWeights, qlinearInput, qlinearOutput } from "../qlinear.ts";
import { matmulWeights } from "./matmul.ts";

/**
 * QLinearMatMul: a, b and the output, each with scale and zero point. A constant b of two axes makes
 * it a fully connected layer, whose scales may be one a column.
 */
export function readQLinearMatMul(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(8, 8);
  const [a, b] = [node.input(0, "a left operand"), node.input(3, "a right operand")];
  for (const operand of [a, b]) {
    ensure(
      shapeOf(operand).length >= 2,
      () => `operands must have at least 2 axes, got ${formatShape(shapeOf(operand))}`,
    );
  }
  const output = qlinearOutput(node, graph, 6);
  if (a.kind === "activation" && b.kind === "constant" && shapeOf(b).length === 2) {
    const x = qlinearInput(node, graph, { index: 0, of: "the left operand" });
    const weights = matmulWeights(graph, codedWeights(node, graph, { index: 3, axis: 1 }));
    const op = { kind: "fullyConnected", clamp: noClamp } as const;
    return graph.emit(node, op, { inputs: [x, weights], output });
  }
  const inputs = [
    codedOperand(node, graph, { index: 0, of: "the left operand" }),
    codedOperand(node, graph, { index: 3, of: "the right operand" }),
  ];
  return graph.emit(node, { kind: "matmul", clamp: noClamp }, { inputs, output });
}
