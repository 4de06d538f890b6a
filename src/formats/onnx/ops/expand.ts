import { broadcastShape, ensure } from "../../../graph/mod.ts";
import { type BoundShape, elementCount, formatShape, sameShape } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { dimsOf, gatherConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import { type Operand, shapeOf } from "../operand.ts";
import { broadcastIndex } from "../shape_arithmetic.ts";

/** Expand: constants are broadcast; an activation must have the shape already. */
export function readExpand(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 2);
  const x = node.input(0, "the input");
  const target = dimsOf(node.constant(1, "the shape").constant, "the shape");
  const shape = broadcastShape(shapeOf(x), target);
  if (x.kind === "activation") {
    ensure(
      sameShape(shape, x.shape),
      () =>
        `an activation must have the shape already, got ${formatShape(x.shape)} for ` +
        formatShape(shape),
    );
    return x;
  }
  ensure(
    !shape.includes("batch"),
    () => `a constant must not be expanded along the batch, got ${formatShape(shape)}`,
  );
  const sizes = shape as BoundShape;
  graph.spend(elementCount(sizes));
  const index = broadcastIndex(x.constant.shape, sizes);
  return {
    kind: "constant",
    name: node.output,
    constant: gatherConstant(x.constant, sizes, index),
  };
}
