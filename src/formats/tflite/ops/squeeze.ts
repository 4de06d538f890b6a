import { ensure } from "../../../graph/mod.ts";
import { formatShape, isBatched } from "../../../tensor/mod.ts";
import { axesOf } from "../axes.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** SQUEEZE of the axes in the options, or of every axis of size 1 where there is no batch. */
export function readSqueeze(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const x = node.activation(0);
  const { shape } = x.type;
  const listed = axesOf(node.integers(0) ?? [], shape.length);
  ensure(
    listed.length > 0 || !isBatched(shape),
    () => `it must list the axes, for the batch may be 1, got none for ${formatShape(shape)}`,
  );
  const axes = listed.length > 0 ? listed : shape.flatMap((dim, axis) => dim === 1 ? [axis] : []);
  const wrong = axes.find((axis) => shape[axis] !== 1);
  ensure(
    wrong === undefined,
    () => `squeezed axes must have size 1, got axis ${wrong} of ${formatShape(shape)}`,
  );
  const kept = shape.filter((_, axis) => !axes.includes(axis));
  return graph.emit(node, { kind: "reshape", shape: kept }, { inputs: [x] });
}
