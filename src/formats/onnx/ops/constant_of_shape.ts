import { elementCount, formatShape } from "../../../tensor/mod.ts";
import { ensure } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { integersOf, makeConstant, scalarOf } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** ConstantOfShape: one value (float32 0 unless given) in every place. */
export function readConstantOfShape(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const shape = integersOf(node.constant(0, "the shape").constant, "the shape");
  ensure(
    shape.every((size) => size >= 0),
    () => `sizes must not be negative, got ${formatShape(shape)}`,
  );
  const value = node.tensor("value");
  const fill = value ? scalarOf(value, "value") : 0;
  const elements = elementCount(shape);
  graph.spend(elements);
  const data = new Float64Array(elements).fill(fill);
  const constant = makeConstant(value?.elementType ?? "float32", shape, data);
  return { kind: "constant", name: node.output, constant };
}
