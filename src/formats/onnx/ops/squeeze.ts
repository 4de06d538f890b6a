import { ensure } from "../../../graph/mod.ts";
import { formatShape, type Shape } from "../../../tensor/mod.ts";
import { axesOf } from "../axes.ts";
import type { GraphBuilder } from "../builder.ts";
import { integersOf, reshapeConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import { type Operand, shapeOf } from "../operand.ts";

/** Squeeze: drops axes of size 1, those given (an input since opset 13) or all. */
export function readSqueeze(node: NodeReader, graph: GraphBuilder): Operand {
  const x = node.input(0, "the input");
  const shape = shapeOf(x);
  const given = axesGiven(node);
  const axes = given
    ? axesOf(given, shape.length)
    : shape.flatMap((dim, axis) => dim === 1 ? [axis] : []);
  ensure(
    axes.every((axis) => shape[axis] === 1),
    () => `axes must have size 1, got [${axes.join(", ")}] of ${formatShape(shape)}`,
  );
  return reshaped(node, graph, x, shape.filter((_, axis) => !axes.includes(axis)));
}

/** The axes of Squeeze and Unsqueeze. */
export function axesGiven(node: NodeReader): readonly number[] | undefined {
  const input = node.opset >= 13;
  node.checkInputs(1, input ? 2 : 1);
  if (!input) return node.integers("axes");
  const constant = node.optionalConstant(1, "axes");
  return constant && integersOf(constant, "axes");
}

/** An operand in another shape of as many elements. */
export function reshaped(
  node: NodeReader,
  graph: GraphBuilder,
  x: Operand,
  shape: Shape,
): Operand {
  if (x.kind === "activation") {
    return graph.emit(node, { kind: "reshape", shape }, { inputs: [x] });
  }
  const constant = reshapeConstant(x.constant, shape as readonly number[]);
  return { kind: "constant", name: node.output, constant };
}
