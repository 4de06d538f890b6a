import { makeScale, type Scale } from "../../affine/mod.ts";
import { ensure } from "../../graph/mod.ts";
import { elementCount } from "../../tensor/mod.ts";
import type { GraphBuilder } from "./builder.ts";
import { codeOffset, isCodeType } from "./codes.ts";
import { constantLength } from "./constant.ts";
import type { NodeReader } from "./node_reader.ts";
import type { ConstantOperand } from "./operand.ts";
import { nodeZeroPoints } from "./parameters.ts";
import { weightsOf } from "./qlinear.ts";

/** Constant weights of an integer operator, given scales: one, or one an output channel. */
export type WeightsAt = (scales: readonly Scale[]) => ConstantOperand;

/** The weights of MatMulInteger or ConvInteger with their zero points; output channels on `axis`. */
export function integerWeights(
  node: NodeReader,
  graph: GraphBuilder,
  { weights, zeroPoint, axis }: {
    readonly weights: ConstantOperand;
    /** Index of the input with the zero points. */
    readonly zeroPoint: number;
    readonly axis: number;
  },
): WeightsAt {
  const { elementType, shape } = weights.constant;
  ensure(
    isCodeType(elementType),
    () => `weights must be int8 or uint8, got ${elementType}`,
  );
  const zeros = nodeZeroPoints(node, graph, { index: zeroPoint, of: "the weights" });
  const channels = shape[axis]!;
  const zeroPoints = zeros?.zeroPoints ?? [-codeOffset(elementType)];
  ensure(
    (zeros === undefined || zeros.elementType === elementType) &&
      (zeroPoints.length === 1 || zeroPoints.length === channels),
    () =>
      `the zero point of the weights must be ${elementType}, one or ${channels}, got ` +
      `${zeroPoints.length} of ${zeros!.elementType}`,
  );
  return (given) => {
    graph.spend(constantLength(weights.constant));
    const count = Math.max(given.length, zeroPoints.length);
    const at = <T>(list: readonly T[], i: number) => list[list.length === 1 ? 0 : i];
    const indices = Array.from({ length: count }, (_, i) => i);
    return weightsOf(weights, {
      scales: indices.map((i) => at(given, i) ?? makeScale(1)),
      zeroPoints: indices.map((i) => at(zeroPoints, i)!),
      axis,
    });
  };
}

/** The largest magnitude of a sum over one output channel, on `axis`, for any codes of the input. */
export function sumsBound({ constant: { shape }, coded }: ConstantOperand, axis: number): number {
  const { codes, zeroPoints } = coded!;
  const inner = elementCount((shape as readonly number[]).slice(axis + 1));
  const channels = shape[axis] as number;
  const sums = new Float64Array(channels);
  for (let i = 0; i < codes.length; i++) {
    const channel = Math.floor(i / inner) % channels;
    sums[channel]! += Math.abs(codes[i]! - zeroPoints[zeroPoints.length === 1 ? 0 : channel]!);
  }
  return 255 * sums.reduce((a, b) => Math.max(a, b), 0);
}
