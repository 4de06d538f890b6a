import type { Scale } from "../../affine/mod.ts";
import { ensure } from "../../graph/mod.ts";
import { formatShape } from "../../tensor/mod.ts";
import type { GraphBuilder } from "./builder.ts";
import { codeOffset, codesOf, type CodeType, isCodeType, scalesOf } from "./codes.ts";
import { constantLength } from "./constant.ts";
import type { NodeReader } from "./node_reader.ts";

/** Scales and zero points as a node of the file gives them. */
export interface NodeParameters {
  readonly scales: readonly Scale[];
  /** As many as scales; those of uint8 minus 128. */
  readonly zeroPoints: readonly number[];
  /** The element type of the codes. */
  readonly elementType: CodeType | "int32";
  /** Whether the scales are a list, even of one: along an axis where it has that many. */
  readonly list: boolean;
}

/**
 * The parameters in two constant inputs of a node: positive, finite scales, and as many zero points
 * (or one, or none, which is code 0) within their element type.
 */
export function nodeParameters(
  node: NodeReader,
  graph: GraphBuilder,
  { scale, zeroPoint, of, expected }: {
    /** Index of the input with the scales. */
    readonly scale: number;
    /** Index of the input with the zero points. */
    readonly zeroPoint: number;
    /** What they are the parameters of. */
    readonly of: string;
    /** The element type of the codes, where it is known; else that of the zero points, or uint8. */
    readonly expected?: CodeType | "int32" | undefined;
  },
): NodeParameters {
  const { constant } = node.constant(scale, `the scale of ${of}`);
  ensure(
    constant.shape.length <= 1,
    () => `the scale of ${of} must have at most one axis, got ${formatShape(constant.shape)}`,
  );
  graph.spend(constantLength(constant));
  const scales = scalesOf(constant, `the scale of ${of}`);
  const list = constant.shape.length === 1;
  const zeros = nodeZeroPoints(node, graph, { index: zeroPoint, of });
  const elementType = expected ?? zeros?.elementType ?? "uint8";
  const zeroPoints = zeros?.zeroPoints ?? [elementType === "uint8" ? -codeOffset("uint8") : 0];
  ensure(
    zeros === undefined || zeros.elementType === elementType,
    () => `the zero point of ${of} must be ${elementType}, got ${zeros!.elementType}`,
  );
  ensure(
    zeroPoints.length === 1 || zeroPoints.length === scales.length,
    () =>
      `the zero point of ${of} must have as many elements as its scale, which has ` +
      `${scales.length}, got ${zeroPoints.length}`,
  );
  const all = scales.map((_, i) => zeroPoints[zeroPoints.length === 1 ? 0 : i]!);
  return { scales, zeroPoints: all, elementType, list };
}

/** The zero points in a constant input of a node, if there. */
export function nodeZeroPoints(
  node: NodeReader,
  graph: GraphBuilder,
  { index, of }: { readonly index: number; readonly of: string },
):
  | { readonly zeroPoints: readonly number[]; readonly elementType: CodeType | "int32" }
  | undefined {
  const constant = node.optionalConstant(index, `the zero point of ${of}`);
  if (constant === undefined) return undefined;
  graph.spend(constantLength(constant));
  const { elementType, shape } = constant;
  const zeroPoints = Array.from(codesOf(constant, `the zero point of ${of}`));
  ensure(
    (isCodeType(elementType) || elementType === "int32") && zeroPoints.length > 0 &&
      shape.length <= 1,
    () =>
      `the zero point of ${of} must be a number or a list of them, got ${elementType} ` +
      formatShape(shape),
  );
  return { zeroPoints, elementType };
}
