/** Operands that wait for the node that makes a value of them. */
import { makeScale, makeZeroPoint, type Scale } from "../../affine/mod.ts";
import { ensure } from "../../graph/mod.ts";
import { formatShape } from "../../tensor/mod.ts";
import type { GraphBuilder } from "./builder.ts";
import { scalesOf } from "./codes.ts";
import type { Constant } from "./constant.ts";
import type { NodeReader } from "./node_reader.ts";
import type { ActivationOperand, IntegerSums } from "./operand.ts";
import { nodeZeroPoints } from "./parameters.ts";

/**
 * Whether a node reads codes with the scale and the zero point that DynamicQuantizeLinear found for
 * them.
 *
 * @throws {RuleError} When only one of the two is, or they are of other codes.
 */
export function isDynamicScale(
  node: NodeReader,
  x: ActivationOperand,
  { scale, zeroPoint }: { readonly scale?: number; readonly zeroPoint: number },
): boolean {
  const zero = node.any(zeroPoint);
  const factor = scale === undefined ? undefined : node.any(scale);
  if (zero?.kind !== "zeroPoint" && factor?.kind !== "scale") return false;
  const own = (operand: typeof zero) =>
    operand !== undefined && "source" in operand && operand.source === x.codes?.source;
  ensure(
    own(zero) && (scale === undefined || own(factor)),
    () =>
      `codes must be read with the scale and zero point that were found for them, ` +
      `"${x.name}" is read with others`,
  );
  return true;
}

/**
 * Settles the parameters of the codes that integer sums are made of: those found at run time, or
 * scale 1 and the constant zero point of the node. Says whether they are found at run time.
 */
export function settleIntegerInput(
  node: NodeReader,
  graph: GraphBuilder,
  { x, zeroPoint }: { readonly x: ActivationOperand; readonly zeroPoint: number },
): boolean {
  const { codes } = x;
  ensure(codes !== undefined, () => `"${x.name}" must be int8 or uint8, got float32`);
  if (isDynamicScale(node, x, { zeroPoint })) return true;
  const zeros = nodeZeroPoints(node, graph, { index: zeroPoint, of: "the input" });
  ensure(
    zeros === undefined ||
      (zeros.elementType === codes.elementType && zeros.zeroPoints.length === 1),
    () =>
      `the zero point of the input must be one ${codes.elementType}, got ` +
      `${zeros!.zeroPoints.length} of ${zeros!.elementType}`,
  );
  const code = zeros?.zeroPoints[0] ?? (codes.elementType === "uint8" ? -128 : 0);
  const parameters = { scale: makeScale(1), zeroPoint: makeZeroPoint(code) };
  graph.settle(codes, { kind: "static", granularity: "per-tensor", parameters });
  return false;
}

/** Scales of weights in a constant: one, or one for each output channel, lined up with the sums. */
export function channelScales(constant: Constant, sums: IntegerSums): readonly Scale[] {
  const scales = scalesOf(constant, "the scale of the weights");
  const { channels, trailing } = sums;
  const { shape } = constant;
  const along = scales.length === channels && shape.at(-1 - trailing) === channels;
  ensure(
    scales.length === 1 || along,
    () =>
      `the scale of the weights must have one element, or one for each of the ${channels} ` +
      `output channels, got ${formatShape(shape)}`,
  );
  return scales;
}

/**
 * Sums as an int32 output of the model: whole numbers in float32.
 *
 * @throws {RuleError} When a sum could pass 2^24, from where on float32 leaves out whole numbers.
 */
export function writeSums(node: NodeReader, sums: IntegerSums): ActivationOperand {
  ensure(!sums.dynamic, () => "int32 outputs must be of codes with a constant zero point");
  ensure(
    sums.bound <= 2 ** 24,
    () => `int32 outputs must stay within 2^24, where float32 is exact, got up to ${sums.bound}`,
  );
  return { ...sums.write(node, [makeScale(1)]), integer: true };
}
