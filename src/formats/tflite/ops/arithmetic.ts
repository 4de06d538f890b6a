import { unquantized } from "../../../graph/mod.ts";
import { elementCount, tensor } from "../../../tensor/mod.ts";
import { fusedClamp } from "../activation.ts";
import type { GraphBuilder } from "../builder.ts";
import { codesOf, floatsOf } from "../elements.ts";
import { checkMultiplier, scaleOf } from "../multiplier.ts";
import type { NodeReader } from "../node_reader.ts";
import type { ConstantOperand, GraphOperand, Operand } from "../operand.ts";
import { activationFormat } from "../types.ts";

/** ADD, SUB and MUL: two operands, one of which may be constant, broadcast as in NumPy. */
export function readArithmetic(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 2);
  const inputs = [0, 1].map((index) => {
    const operand = node.input(index, `operand ${index}`);
    return operand.kind === "constant" ? storedOperand(graph, operand) : operand;
  });
  const kind = node.kind.toLowerCase() as "add" | "sub" | "mul";
  if (node.outputFormat().dtype === "int8") checkScales(node, kind, inputs);
  return graph.emit(node, { kind, clamp: fusedClamp(node, 0) }, { inputs });
}

/** A constant operand of an elementwise operator or concatenation: FLOAT32, or INT8 with one scale. */
export function storedOperand(graph: GraphBuilder, constant: ConstantOperand): GraphOperand {
  const what = `constant "${constant.name}"`;
  const { shape } = constant;
  return graph.constant(constant.name, {
    form: "operand",
    elements: elementCount(shape),
    make: () =>
      constant.elementType === "INT8"
        ? {
          format: activationFormat(constant, what),
          tensor: tensor("int8", shape, codesOf(constant, what)),
        }
        : {
          format: { dtype: "float32", quantization: unquantized },
          tensor: tensor("float32", shape, floatsOf(constant, what)),
        },
  });
}

/** The multipliers of the integer kernels must have a fixed-point form. */
function checkScales(
  node: NodeReader,
  kind: "add" | "sub" | "mul",
  inputs: readonly GraphOperand[],
): void {
  const [a, b] = inputs.map(({ type }) => scaleOf(type)) as [number, number];
  const output = scaleOf(node.outputFormat());
  checkMultiplier((kind === "mul" ? a * b : 2 * Math.max(a, b) / 2 ** 20) / output);
}
