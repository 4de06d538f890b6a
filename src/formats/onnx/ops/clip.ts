import { ensure } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { floatsOf, scalarOf } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** The largest float32, which bounds nothing: the default of old opsets. */
const largest = 3.4028234663852886e38;

/**
 * Clip: bounds are attributes before opset 11, constant inputs since; an absent one bounds nothing.
 * Where min passes max, every element becomes max.
 */
export function readClip(node: NodeReader, graph: GraphBuilder): Operand {
  const attributes = node.opset < 11;
  node.checkInputs(1, attributes ? 1 : 3);
  const min = (attributes ? node.float("min") : bound(node, 1, "min")) ?? -Infinity;
  const max = (attributes ? node.float("max") : bound(node, 2, "max")) ?? Infinity;
  const upper = max >= largest ? Infinity : max;
  const lower = min <= -largest ? -Infinity : Math.min(min, upper);
  return graph.emit(node, { kind: "clamp", clamp: { min: lower, max: upper } }, {
    inputs: [node.activation(0, "the input")],
  });
}

function bound(node: NodeReader, index: number, what: string): number | undefined {
  const constant = node.optionalConstant(index, what);
  if (constant === undefined) return undefined;
  floatsOf(constant, what);
  const value = scalarOf(constant, what);
  ensure(!Number.isNaN(value), () => `${what} must be a number, got NaN`);
  return value;
}
