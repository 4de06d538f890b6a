import { makeConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import { type Operand, shapeOf } from "../operand.ts";

/** Shape: the sizes from `start` to `end` (opset 15), the batch among them. */
export function readShape(node: NodeReader): Operand {
  node.checkInputs(1, 1);
  const shape = shapeOf(node.input(0));
  const sizes = node.opset < 15
    ? shape
    : shape.slice(node.integer("start") ?? 0, node.integer("end") ?? shape.length);
  return {
    kind: "constant",
    name: node.output,
    constant: makeConstant("int64", [sizes.length], sizes),
  };
}
