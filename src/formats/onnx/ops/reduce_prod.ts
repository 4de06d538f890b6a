import type { GraphBuilder } from "../builder.ts";
import { type Constant, makeConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";
import { reducedAxes } from "../reduced_axes.ts";
import { foldArithmetic } from "../shape_arithmetic.ts";
import { ensure } from "../../../graph/mod.ts";
import { formatShape } from "../../../tensor/mod.ts";

/** ReduceProd of the elements of a constant list, as exporters use it to flatten a shape. */
export function readReduceProd(node: NodeReader, graph: GraphBuilder): Operand {
  const { constant } = node.constant(0, "the input");
  const { elementType, shape, data } = constant;
  ensure(shape.length === 1, () => `the input must have one axis, got ${formatShape(shape)}`);
  const axes = reducedAxes(node, 1);
  const keepDims = node.integer("keepdims") !== 0;
  const name = node.output;
  if (axes.length === 0) return { kind: "constant", name, constant };
  const outer = keepDims ? [1] : [];
  const one = makeConstant(elementType, outer, [1]);
  let product: Constant = one;
  for (let i = 0; i < data.length; i++) {
    const factor = makeConstant(elementType, outer, [data[i]!]);
    product = foldArithmetic(graph, "Mul", [product, factor]);
  }
  return { kind: "constant", name, constant: product };
}
