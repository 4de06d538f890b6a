import { ensure } from "../../graph/mod.ts";
import { makeScale } from "../../affine/mod.ts";
import type { NodeReader } from "./node_reader.ts";
import type { AnyOperand, PendingOperand } from "./operand.ts";
import { channelScales } from "./pending.ts";

/** Whether an operand has no value in the Graph yet. */
export function isPending(operand: AnyOperand | undefined): operand is PendingOperand {
  return operand !== undefined && operand.kind !== "constant" && operand.kind !== "activation";
}

/**
 * Mul of the scale that DynamicQuantizeLinear found with the constant scales of weights, which stays
 * pending; or of integer sums with their scale, which writes the op that makes them. Sums of an input
 * with a constant zero point are multiplied with a constant.
 */
export function multiplyPending(
  node: NodeReader,
  left: AnyOperand | undefined,
  right: AnyOperand | undefined,
): AnyOperand {
  const operands = [left, right].filter((operand) => operand !== undefined);
  const scale = operands.find(({ kind }) => kind === "scale");
  const sums = operands.find(({ kind }) => kind === "sums");
  const constant = operands.find(({ kind }) => kind === "constant");
  if (scale?.kind === "scale" && constant?.kind === "constant" && scale.factor === undefined) {
    return { ...scale, name: node.output, factor: constant.constant };
  }
  if (sums?.kind === "sums" && scale?.kind === "scale") {
    ensure(
      scale.source === sums.sums.source,
      () => `sums must be multiplied with the scale of their own input, got that of another`,
    );
    const { factor } = scale;
    return sums.sums.write(node, factor ? channelScales(factor, sums.sums) : [makeScale(1)]);
  }
  ensure(
    sums?.kind === "sums" && constant?.kind === "constant" && !sums.sums.dynamic,
    () =>
      "int32 sums must be multiplied with the scale of their input times that of the weights, " +
      `got ${operands.map(({ kind, name }) => `"${name}" (${kind})`).join(" and ")}`,
  );
  return sums.sums.write(node, channelScales(constant.constant, sums.sums));
}
