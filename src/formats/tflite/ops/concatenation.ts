import { ensure } from "../../../graph/mod.ts";
import { axisOf } from "../axes.ts";
import { fusedClamp } from "../activation.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import { type GraphOperand, type Operand, shapeOf } from "../operand.ts";
import { storedOperand } from "./arithmetic.ts";

/** CONCATENATION along an axis. Int8 operands must have the parameters of the output. */
export function readConcatenation(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, Infinity);
  const clamp = fusedClamp(node, 1);
  ensure(
    clamp.min === -Infinity && clamp.max === Infinity,
    () => "the fused activation must be NONE, got another",
  );
  const inputs = Array.from({ length: node.inputCount }, (_, index): GraphOperand => {
    const operand = node.input(index, `operand ${index}`);
    return operand.kind === "constant" ? storedOperand(graph, operand) : operand;
  });
  const output = node.outputFormat().quantization;
  for (const { name, type } of inputs) {
    ensure(
      JSON.stringify(type.quantization) === JSON.stringify(output),
      () => `operands must have the scale and zero point of the output, "${name}" has others`,
    );
  }
  const axis = axisOf(node.integer(0), shapeOf(inputs[0]!).length);
  return graph.emit(node, { kind: "concat", axis }, { inputs });
}
