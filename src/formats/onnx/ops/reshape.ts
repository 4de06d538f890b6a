import { ensure } from "../../../graph/mod.ts";
import {
  type Dim,
  elementsPerSample,
  formatShape,
  isBatched,
  type Shape,
} from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { dimsOf, reshapeConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import { type Operand, shapeOf } from "../operand.ts";

/**
 * Reshape to a constant shape; 0 copies a size (unless `allowzero`), -1 is what is left. Where a size of
 * 1 is the batch, so is the leading 1 that a batched value is reshaped to.
 */
export function readReshape(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 2);
  const x = node.input(0, "the input");
  const dims = dimsOf(node.constant(1, "the shape").constant, "the shape");
  const from = shapeOf(x);
  const asBatch = graph.oneIsBatch && isBatched(from) && dims[0] === 1 && !dims.includes("batch");
  const wanted: readonly Dim[] = asBatch ? ["batch", ...dims.slice(1)] : dims;
  const shape = resolveShape(from, wanted, node.opset >= 14 && node.flag("allowzero"));
  if (x.kind === "constant") {
    const constant = reshapeConstant(x.constant, shape as readonly number[]);
    return { kind: "constant", name: node.output, constant };
  }
  return graph.emit(node, { kind: "reshape", shape }, { inputs: [x] });
}

/** The shape that a Reshape gives; the batch stays alone and in front. */
export function resolveShape(from: Shape, dims: readonly Dim[], allowZero: boolean): Shape {
  const copied = dims.map((dim, axis) => {
    if (dim !== 0 || allowZero) return dim;
    const size = from[axis];
    ensure(
      size !== undefined,
      () => `a size of 0 must copy one of ${formatShape(from)}, got axis ${axis}`,
    );
    return size;
  });
  const open = copied.flatMap((dim, axis) => dim === -1 ? [axis] : []);
  ensure(
    open.length <= 1,
    () => `the shape must have at most one size of -1, got [${dims.join(", ")}]`,
  );
  ensure(
    copied.every((dim) => dim === "batch" || dim >= -1),
    () => `sizes must be at least -1, got [${dims.join(", ")}]`,
  );
  const known = elementsPerSample(copied.filter((dim) => dim !== -1));
  const elements = elementsPerSample(from);
  const batchOpen = isBatched(from) && !copied.includes("batch");
  if (batchOpen) {
    ensure(
      open[0] === 0 && known === elements,
      () =>
        `the shape must keep the batch, got [${dims.join(", ")}] for ${formatShape(from)}; ` +
        "start it with 0 or -1",
    );
  }
  const rest = batchOpen ? "batch" : elements / known;
  const shape = copied.map((dim) => dim === -1 ? rest : dim);
  ensure(
    isBatched(shape) === isBatched(from) && elementsPerSample(shape) === elements,
    () =>
      `the shape must have the ${elements} elements of ${formatShape(from)}, ` +
      `got [${dims.join(", ")}]`,
  );
  return shape;
}
