import { ensure } from "../../../graph/mod.ts";
import type { Dim } from "../../../tensor/mod.ts";
import { axesOf } from "../axes.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import { type Operand, shapeOf } from "../operand.ts";
import { axesGiven, reshaped } from "./squeeze.ts";

/** Unsqueeze: axes of size 1 at the given places of the result. */
export function readUnsqueeze(node: NodeReader, graph: GraphBuilder): Operand {
  const x = node.input(0, "the input");
  const given = axesGiven(node);
  ensure(given !== undefined, () => "axes must be given, got none");
  const rank = shapeOf(x).length + given.length;
  const axes = axesOf(given, rank);
  const shape: Dim[] = [...shapeOf(x)];
  for (const axis of axes) shape.splice(axis, 0, 1);
  return reshaped(node, graph, x, shape);
}
