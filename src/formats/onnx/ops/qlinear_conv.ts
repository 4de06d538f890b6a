import { ensure, unquantized } from "../../../graph/mod.ts";
import { type BoundShape, formatShape, tensor } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { codesOf } from "../codes.ts";
import type { NodeReader } from "../node_reader.ts";
import type { ConstantOperand, Operand } from "../operand.ts";
import { codedWeights, qlinearInput, qlinearOutput } from "../qlinear.ts";
import { convWindow, writeConv } from "./conv.ts";

/**
 * QLinearConv: x, its scale and zero point, weights, theirs (one, or one an output channel), scale and
 * zero point of the output, int32 bias [O] or none, at the scale of input times weights.
 */
export function readQLinearConv(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(8, 9);
  const x = qlinearInput(node, graph, { index: 0, of: "the input" });
  const weights = codedWeights(node, graph, { index: 3, axis: 0 });
  const output = qlinearOutput(node, graph, 6);
  const window = convWindow(node, x, weights);
  const bias = node.optional(8) && integerBias(graph, node.constant(8, "bias"), weights);
  return writeConv(node, graph, { x, weights, window, output, ...(bias && { bias }) });
}

function integerBias(
  graph: GraphBuilder,
  { name, constant }: ConstantOperand,
  weights: ConstantOperand,
): ConstantOperand {
  const channels = weights.constant.shape[0]!;
  const codes = codesOf(constant, "bias");
  ensure(
    codes instanceof Int32Array && constant.shape.length === 1 && codes.length === channels,
    () =>
      `bias must be int32 [${channels}], got ${constant.elementType} ` +
      formatShape(constant.shape),
  );
  graph.spend(codes.length);
  return graph.integers(name, tensor("int32", constant.shape as BoundShape, codes), unquantized);
}
