import { ensure } from "../../../graph/mod.ts";
import { elementCount } from "../../../tensor/mod.ts";
import { axisOf } from "../axes.ts";
import type { GraphBuilder } from "../builder.ts";
import { gatherConstant, knownNumber } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** Gather from a constant along `axis`, as exporters pick sizes out of a shape. */
export function readGather(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 2);
  const { constant } = node.constant(0, "the input");
  const indices = node.constant(1, "indices").constant;
  ensure(
    indices.elementType === "int64" || indices.elementType === "int32",
    () => `indices must be integers, got ${indices.elementType}`,
  );
  const axis = axisOf(node.integer("axis") ?? 0, constant.shape.length);
  const size = constant.shape[axis]!;
  graph.spend(indices.data.length);
  const picked = Array.from(indices.data, (dim) => axisOf(knownNumber(dim), size, "indices"));
  const before = constant.shape.slice(0, axis);
  const after = constant.shape.slice(axis + 1);
  const shape = [...before, ...indices.shape, ...after];
  const inner = elementCount(after);
  graph.spend(elementCount(shape));
  const index = Int32Array.from({ length: elementCount(shape) }, (_, i) => {
    const row = Math.floor(i / inner);
    const outer = Math.floor(row / picked.length);
    return (outer * size + picked[row % picked.length]!) * inner + (i % inner);
  });
  const gathered = gatherConstant(constant, shape, index);
  return { kind: "constant", name: node.output, constant: gathered };
}
