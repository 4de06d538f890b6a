import { axesOf } from "./axes.ts";
import { integersOf } from "./constant.ts";
import type { NodeReader } from "./node_reader.ts";

/**
 * The axes of a Reduce operator on a value of that rank, ascending: an attribute before opset 18, a
 * constant input since. None given means all of them, or with `noop_with_empty_axes` none.
 */
export function reducedAxes(node: NodeReader, rank: number): readonly number[] {
  const input = node.opset >= 18;
  node.checkInputs(1, input ? 2 : 1);
  const given = input ? node.optionalConstant(1, "axes") : undefined;
  const axes = input ? given && integersOf(given, "axes") : node.integers("axes");
  if (axes !== undefined && axes.length > 0) return axesOf(axes, rank);
  const none = input && node.flag("noop_with_empty_axes");
  return none ? [] : Array.from({ length: rank }, (_, axis) => axis);
}
