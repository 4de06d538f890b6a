import { ensure } from "../../../graph/mod.ts";
import { bindBatch, type Dim, elementCount, formatShape, isBatched } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { listOf } from "../elements.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/**
 * RESHAPE to the constant input 1, or to the option of old files. Sizes are those at batch 1: -1
 * stands for what is left, and a leading 1 of a batched value is the batch.
 */
export function readReshape(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 2);
  const x = node.activation(0);
  const given = node.optionalConstant(1, "the shape");
  const sizes = given ? listOf(given, "the shape") : node.integers(0);
  ensure(sizes !== undefined, () => "it must have a shape, got none");
  const elements = elementCount(bindBatch(x.type.shape, 1));
  const shape = resolved(sizes, elements);
  const batched = isBatched(x.type.shape);
  ensure(
    !batched || shape[0] === 1,
    () =>
      `a reshape must keep the batch in front, got ${formatShape(x.type.shape)} to ` +
      formatShape(sizes),
  );
  const kept: readonly Dim[] = batched ? ["batch", ...shape.slice(1)] : shape;
  return graph.emit(node, { kind: "reshape", shape: kept }, { inputs: [x] });
}

/** The shape with its -1, if any, as what is left of that many elements. */
function resolved(sizes: readonly number[], elements: number): readonly number[] {
  const open = sizes.filter((size) => size === -1).length;
  ensure(
    open <= 1 && sizes.every((size) => size === -1 || size > 0),
    () => `the shape must have positive sizes and at most one -1, got ${formatShape(sizes)}`,
  );
  const known = elementCount(sizes.filter((size) => size !== -1));
  const rest = elements / known;
  ensure(
    open === 1 ? Number.isInteger(rest) : rest === 1,
    () => `the shape must have ${elements} elements, got ${formatShape(sizes)}`,
  );
  return sizes.map((size) => size === -1 ? rest : size);
}
