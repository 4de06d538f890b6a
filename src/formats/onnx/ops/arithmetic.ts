import { ensure, noClamp } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { AnyOperand, ConstantOperand, Operand } from "../operand.ts";
import { type Arithmetic, foldArithmetic } from "../shape_arithmetic.ts";
import { isPending, multiplyPending } from "../rescale.ts";

/**
 * Add, Sub, Mul, Div: two constants are folded; `a - b` is `a + (-1) b`, `a / c` is `a (1 / c)` for
 * a constant c, which differs from the quotient by float32 rounding at most. A Mul of what integer
 * operators leave pending brings it to its scale.
 */
export function readArithmetic(node: NodeReader, graph: GraphBuilder): AnyOperand {
  node.checkInputs(2, 2);
  const kind = node.opType as Arithmetic;
  const [left, right] = [node.any(0), node.any(1)];
  if (kind === "Mul" && (isPending(left) || isPending(right))) {
    return multiplyPending(node, left, right);
  }
  const [a, b] = [node.input(0, "a left operand"), node.input(1, "a right operand")];
  if (a.kind === "constant" && b.kind === "constant") {
    const constant = foldArithmetic(graph, kind, [a.constant, b.constant]);
    return { kind: "constant", name: node.output, constant };
  }
  switch (kind) {
    case "Add":
      return graph.emit(node, { kind: "add", clamp: noClamp }, { inputs: [a, b] });
    case "Mul":
      return graph.emit(node, { kind: "mul", clamp: noClamp }, { inputs: [a, b] });
    case "Sub": {
      const inputs = [a, negated(node, graph, b)];
      return graph.emit(node, { kind: "add", clamp: noClamp }, { inputs });
    }
    case "Div": {
      ensure(b.kind === "constant", () => `the divisor must be constant, got "${b.name}"`);
      const inputs = [a, elementwise(graph, b, "reciprocal", (value) => 1 / value)];
      return graph.emit(node, { kind: "mul", clamp: noClamp }, { inputs });
    }
  }
}

function negated(node: NodeReader, graph: GraphBuilder, operand: Operand): Operand {
  if (operand.kind === "constant") {
    return elementwise(graph, operand, "negative", (value) => -value);
  }
  const inputs = [operand, graph.literal(node, "minus_one", [-1])];
  return graph.emit(node, { kind: "mul", clamp: noClamp }, { inputs, role: "negative" });
}

function elementwise(
  graph: GraphBuilder,
  operand: ConstantOperand,
  form: string,
  apply: (value: number) => number,
): Operand {
  return graph.derived(operand, {
    form,
    shape: operand.constant.shape,
    derive: (data) => data.map(apply),
  });
}
