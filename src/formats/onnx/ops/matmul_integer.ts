import { ensure, noClamp } from "../../../graph/mod.ts";
import { formatShape } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { integerWeights, sumsBound } from "../integer_weights.ts";
import type { NodeReader } from "../node_reader.ts";
import type { AnyOperand } from "../operand.ts";
import { settleIntegerInput } from "../pending.ts";
import { matmulWeights } from "./matmul.ts";

/**
 * MatMulInteger: codes times constant weights [I, O], each with a zero point: int32 sums, which become
 * a fully connected layer where they are multiplied with their scales.
 */
export function readMatMulInteger(node: NodeReader, graph: GraphBuilder): AnyOperand {
  node.checkInputs(2, 4);
  const x = node.activation(0, "the left operand");
  const weights = node.constant(1, "the right operand");
  const shape = weights.constant.shape;
  ensure(
    x.shape.length >= 1 && shape.length === 2 && x.shape.at(-1) === shape[0],
    () =>
      `operands must be [..., I] and [I, O], got ${formatShape(x.shape)} and ` +
      formatShape(shape),
  );
  const dynamic = settleIntegerInput(node, graph, { x, zeroPoint: 2 });
  const coded = integerWeights(node, graph, { weights, zeroPoint: 3, axis: 1 });
  const channels = shape[1]!;
  return {
    kind: "sums",
    name: node.output,
    shape: [...x.shape.slice(0, -1), channels],
    sums: {
      source: x.codes!.source,
      dynamic,
      bound: sumsBound(coded([]), 1),
      trailing: 0,
      channels,
      write: (writer, scales) => {
        const op = { kind: "fullyConnected", clamp: noClamp } as const;
        const inputs = [x, matmulWeights(graph, coded(scales))];
        return graph.emit(writer, op, { inputs, output: "float32" });
      },
    },
  };
}
