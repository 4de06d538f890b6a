import { ensure, noClamp, transposedIndex } from "../../../graph/mod.ts";
import { formatShape } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { gatherFloats, reshapeConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import { type ConstantOperand, type Operand, shapeOf } from "../operand.ts";

/**
 * MatMul: a constant right operand of one or two axes makes it a fully connected layer. An operand
 * of one axis is a row on the left, a column on the right, and its axis is dropped from the result.
 */
export function readMatMul(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 2);
  const [a, b] = [node.input(0, "a left operand"), node.input(1, "a right operand")];
  const [rankA, rankB] = [shapeOf(a).length, shapeOf(b).length];
  ensure(
    rankA > 0 && rankB > 0,
    () => `operands must have at least 1 axis, got ${formatShape(shapeOf(rankA > 0 ? b : a))}`,
  );
  const inner = shapeOf(a).at(-1);
  const other = shapeOf(b).at(rankB === 1 ? -1 : -2);
  ensure(
    inner === other,
    () =>
      `the inner sizes must agree, got ${formatShape(shapeOf(a))} and ${formatShape(shapeOf(b))}`,
  );

  const connected = a.kind === "activation" && b.kind === "constant" && rankB <= 2;
  const rowDropped = rankA === 1 && !connected;
  const role = rowDropped || rankB === 1 ? { role: { output: "product" } } : {};
  const product = connected
    ? graph.emit(node, { kind: "fullyConnected", clamp: noClamp }, {
      inputs: [a, matmulWeights(graph, b)],
      ...role,
    })
    : graph.emit(node, { kind: "matmul", clamp: noClamp }, {
      inputs: [
        rankA === 1 ? asMatrix(node, graph, a, "row") : a,
        rankB === 1 ? asMatrix(node, graph, b, "column") : b,
      ],
      ...role,
    });
  if (!rowDropped && rankB > 1) return product;
  const rank = product.shape.length;
  const shape = product.shape.filter((_, axis) =>
    !(rowDropped && axis === rank - 2) && !(rankB === 1 && axis === rank - 1)
  );
  return graph.emit(node, { kind: "reshape", shape }, {
    inputs: [product],
    role: { node: "drop" },
  });
}

/** An operand of one axis as a row or a column. */
function asMatrix(
  node: NodeReader,
  graph: GraphBuilder,
  operand: Operand,
  role: "row" | "column",
): Operand {
  const size = shapeOf(operand)[0]!;
  const shape = role === "row" ? [1, size] : [size, 1];
  if (operand.kind === "activation") {
    return graph.emit(node, { kind: "reshape", shape }, { inputs: [operand], role });
  }
  return { ...operand, constant: reshapeConstant(operand.constant, shape as readonly number[]) };
}

/** [I, O] or [I] as weights [O, I]. */
export function matmulWeights(graph: GraphBuilder, b: ConstantOperand): Operand {
  const [inputs, outputs = 1] = b.constant.shape as readonly [number, number?];
  return graph.derived(b, {
    form: "weights false 1",
    shape: [outputs, inputs],
    channels: { dtype: "int8", from: 1, to: 0 },
    derive: (data) => gatherFloats(data, transposedIndex([inputs, outputs], [1, 0])),
  });
}
