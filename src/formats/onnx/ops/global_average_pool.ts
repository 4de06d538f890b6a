import { ensure } from "../../../graph/mod.ts";
import { formatShape } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** GlobalAveragePool: the mean over every axis after the channels. */
export function readGlobalAveragePool(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const x = node.activation(0, "the input");
  ensure(
    x.shape.length >= 3,
    () => `the input must have at least 3 axes, got ${formatShape(x.shape)}`,
  );
  const axes = x.shape.map((_, axis) => axis).slice(2);
  return graph.emit(node, { kind: "mean", axes, keepDims: true }, { inputs: [x] });
}
