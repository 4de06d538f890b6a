import { ensure } from "../../../graph/mod.ts";
import { axesOf } from "../axes.ts";
import type { GraphBuilder } from "../builder.ts";
import { listOf } from "../elements.ts";
import { checkMultiplier, scaleOf } from "../multiplier.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** MEAN over constant axes; an axis named twice counts once. */
export function readMean(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 2);
  const x = node.activation(0);
  const axes = axesOf(listOf(node.constant(1, "axes"), "axes"), x.type.shape.length);
  ensure(axes.length > 0, () => "axes must not be empty, got []");
  const { quantization, dtype } = node.outputFormat();
  if (dtype === "int8") checkMultiplier(scaleOf(x.type) / scaleOf({ quantization }));
  return graph.emit(node, { kind: "mean", axes, keepDims: node.flag(0) }, { inputs: [x] });
}
