import { elementsPerSample, type Shape } from "../../../tensor/mod.ts";
import { ensure } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { reshapeConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import { type Operand, shapeOf } from "../operand.ts";

/** Flatten: the axes before `axis` become one, and those from it on. */
export function readFlatten(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const x = node.input(0);
  const shape = shapeOf(x);
  const given = node.integer("axis") ?? 1;
  const rank = shape.length;
  ensure(
    Number.isInteger(given) && given >= -rank && given <= rank,
    () => `axis must be in [${-rank}, ${rank}], got ${given}`,
  );
  const axis = given < 0 ? given + rank : given;
  const flat: Shape = [merged(shape.slice(0, axis)), merged(shape.slice(axis))];
  if (x.kind === "constant") {
    const constant = reshapeConstant(x.constant, flat as readonly number[]);
    return { kind: "constant", name: node.output, constant };
  }
  return graph.emit(node, { kind: "reshape", shape: flat }, { inputs: [x] });
}

/** Axes as one: the batch alone stays the batch. */
function merged(shape: Shape) {
  ensure(
    shape[0] !== "batch" || shape.length === 1,
    () => `axis must keep the batch apart, got it merged with [${shape.slice(1).join(", ")}]`,
  );
  return shape[0] === "batch" ? "batch" : elementsPerSample(shape);
}
