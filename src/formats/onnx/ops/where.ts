import { broadcastShape, ensure } from "../../../graph/mod.ts";
import { type BoundShape, elementCount } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { makeConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";
import { broadcastIndex } from "../shape_arithmetic.ts";

/** Where of constants: elements of the second input where the first is true, else of the third. */
export function readWhere(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(3, 3);
  const condition = node.constant(0, "the condition").constant;
  const a = node.constant(1, "the first choice").constant;
  const b = node.constant(2, "the second choice").constant;
  ensure(
    condition.elementType === "bool",
    () => `the condition must be bool, got ${condition.elementType}`,
  );
  ensure(
    a.elementType === b.elementType,
    () => `choices must have one element type, got ${a.elementType} and ${b.elementType}`,
  );
  const shape = broadcastShape(
    condition.shape,
    broadcastShape(a.shape, b.shape),
  ) as BoundShape;
  graph.spend(elementCount(shape));
  const [atA, atB] = [broadcastIndex(a.shape, shape), broadcastIndex(b.shape, shape)];
  const data = Array.from(
    broadcastIndex(condition.shape, shape),
    (at, i) => condition.data[at] === 1 ? a.data[atA[i]!]! : b.data[atB[i]!]!,
  );
  const constant = makeConstant(a.elementType, shape, data);
  return { kind: "constant", name: node.output, constant };
}
