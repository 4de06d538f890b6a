import { ensure, inferShape } from "../../../graph/mod.ts";
import { type BoundShape, elementCount, formatShape } from "../../../tensor/mod.ts";
import { axisOf } from "../axes.ts";
import type { GraphBuilder } from "../builder.ts";
import { type Constant, makeConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import { type Operand, shapeOf } from "../operand.ts";

/** Concat along `axis`; constants alone are folded. */
export function readConcat(node: NodeReader, graph: GraphBuilder): Operand {
  const operands = Array.from(
    { length: node.inputCount },
    (_, index) => node.input(index, `input ${index}`),
  );
  ensure(operands.length > 0, () => "it must have an input, got none");
  const given = node.integer("axis");
  ensure(given !== undefined, () => "axis must be given, got none");
  const axis = axisOf(given, shapeOf(operands[0]!).length);
  const constants = operands.flatMap((x) => x.kind === "constant" ? [x.constant] : []);
  if (constants.length === operands.length) {
    const constant = foldConcat(graph, constants, axis);
    return { kind: "constant", name: node.output, constant };
  }
  return graph.emit(node, { kind: "concat", axis }, { inputs: operands });
}

/** Constants in a row along an axis; empty ones, as exporters write, add nothing. */
function foldConcat(graph: GraphBuilder, all: readonly Constant[], axis: number): Constant {
  const { elementType } = all[0]!;
  ensure(
    all.every((constant) => constant.elementType === elementType),
    () => `inputs must have one element type, got ${all.map((c) => c.elementType).join(", ")}`,
  );
  const constants = all.filter(({ shape }) => elementCount(shape) > 0);
  if (constants.length === 0) return all[0]!;
  ensure(
    constants.every(({ shape }) => shape.length > axis),
    () => `inputs must have an axis ${axis}, got ${constants.map((c) => formatShape(c.shape))}`,
  );
  const op = { kind: "concat", axis } as const;
  const shape = inferShape(op, constants.map((constant) => constant.shape)) as BoundShape;
  graph.spend(elementCount(shape));
  const outer = elementCount(shape.slice(0, axis));
  const inner = constants.map((constant) => elementCount(constant.shape.slice(axis)));
  const data = Array.from(
    { length: outer },
    (_, row) =>
      constants.flatMap((constant, i) =>
        Array.from({ length: inner[i]! }, (_, k) => constant.data[row * inner[i]! + k]!)
      ),
  ).flat();
  return makeConstant(elementType, shape, data);
}
