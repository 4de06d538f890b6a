import { ensure } from "../../../graph/mod.ts";
import { axisOf } from "../axes.ts";
import type { GraphBuilder } from "../builder.ts";
import { floatsOf, integersOf, scalarOf } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/**
 * Pad with a constant: pads, value and (since opset 18) axes are constant inputs, before opset 11
 * attributes.
 */
export function readPad(node: NodeReader, graph: GraphBuilder): Operand {
  const attributes = node.opset < 11;
  node.checkInputs(1, attributes ? 1 : node.opset < 18 ? 3 : 4);
  const mode = node.string("mode") ?? "constant";
  ensure(mode === "constant", () => `mode must be constant, got ${mode}`);
  const x = node.activation(0, "the input");
  const rank = x.shape.length;
  const pads = attributes
    ? node.integers("pads") ?? []
    : integersOf(node.constant(1, "pads").constant, "pads");
  const given = node.optionalConstant(3, "axes");
  const axes = given
    ? integersOf(given, "axes").map((axis) => axisOf(axis, rank))
    : x.shape.map((_, axis) => axis);
  ensure(
    pads.length === 2 * axes.length && new Set(axes).size === axes.length,
    () =>
      `pads must have a start and an end for each of the axes [${axes.join(", ")}], ` +
      `got [${pads.join(", ")}]`,
  );
  ensure(
    pads.every((pad) => pad >= 0),
    () => `pads must not be negative, got [${pads.join(", ")}]`,
  );
  const along = (offset: number) =>
    x.shape.map((_, axis) => {
      const at = axes.indexOf(axis);
      return at === -1 ? 0 : pads[at + offset]!;
    });
  const value = attributes ? node.float("value") ?? 0 : valueOf(node);
  if (pads.every((pad) => pad === 0)) return x;
  const op = { kind: "pad", before: along(0), after: along(axes.length), value } as const;
  return graph.emit(node, op, { inputs: [x] });
}

function valueOf(node: NodeReader): number {
  const constant = node.optionalConstant(2, "the value");
  if (constant === undefined) return 0;
  floatsOf(constant, "the value");
  return scalarOf(constant, "the value");
}
