import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";
import { reducedAxes } from "../reduced_axes.ts";

/** ReduceMean: over `axes`, an attribute before opset 18 and a constant input since. */
export function readReduceMean(node: NodeReader, graph: GraphBuilder): Operand {
  const x = node.activation(0, "the input");
  const axes = reducedAxes(node, x.shape.length);
  const keepDims = node.integer("keepdims") !== 0;
  if (axes.length === 0) return x;
  return graph.emit(node, { kind: "mean", axes, keepDims }, { inputs: [x] });
}
