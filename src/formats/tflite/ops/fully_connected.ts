import { ensure } from "../../../graph/mod.ts";
import { bindBatch, elementCount, formatShape, isBatched } from "../../../tensor/mod.ts";
import { fusedClamp } from "../activation.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { ActivationOperand, Operand } from "../operand.ts";
import { emitWeighted, weightsOf } from "../weights.ts";

/**
 * FULLY_CONNECTED: weights [O, I], bias [O] or none. The input is flattened to [elements / I, I]
 * unless it keeps its axes.
 */
export function readFullyConnected(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 3);
  const weights = weightsOf(node, 2);
  const [, inputs] = weights.shape as [number, number];
  const format = node.byte(1);
  ensure(format === 0, () => `the weights format must be DEFAULT (0), got ${format}`);
  const x = node.activation(0);
  return emitWeighted(node, graph, {
    op: { kind: "fullyConnected", clamp: fusedClamp(node, 0) },
    x: node.flag(2) ? x : flattened(node, graph, x, inputs),
    layout: { shape: weights.shape, axis: 0, graphAxis: 0 },
  });
}

/** The input as rows of `inputs` elements; a batched one must be one row a sample. */
function flattened(
  node: NodeReader,
  graph: GraphBuilder,
  x: ActivationOperand,
  inputs: number,
): ActivationOperand {
  const { shape } = x.type;
  if (shape.length === 2) return x;
  const rows = elementCount(bindBatch(shape, 1)) / inputs;
  const batched = isBatched(shape);
  ensure(
    Number.isInteger(rows) && (!batched || rows === 1),
    () =>
      `the input must be ${batched ? "one row a sample" : "rows"} of ${inputs} elements, ` +
      `got ${formatShape(shape)}`,
  );
  const op = { kind: "reshape", shape: [batched ? "batch" : rows, inputs] } as const;
  return graph.emit(node, op, { inputs: [x], format: x.type, role: "rows" });
}
