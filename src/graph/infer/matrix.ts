import { formatShape, isBatched, type Shape } from "../../tensor/mod.ts";
import type { OpOf } from "../op.ts";
import { ensure } from "../rule.ts";
import { broadcastShape, checkClamp, checkRank, checkVector, sizeOf } from "./checks.ts";

/** x [..., I], weights [O, I], bias [O] or none -> [..., O]. */
export function inferFullyConnected(op: OpOf<"fullyConnected">, inputs: readonly Shape[]): Shape {
  const [x, weights, bias] = [inputs[0]!, inputs[1]!, inputs[2]];
  checkClamp(op.clamp);
  checkRank(weights, 2, "weights");
  const columns = sizeOf(x, x.length - 1, "the last axis of the input");
  ensure(
    weights[1] === columns,
    () =>
      `weights must have ${columns} columns, as the input ${formatShape(x)} has, ` +
      `got ${formatShape(weights)}`,
  );
  const outputs = sizeOf(weights, 0, "weights");
  checkVector(bias, outputs, "bias");
  return [...x.slice(0, -1), outputs];
}

/** a [..., M, K], b [..., K, N] -> [..., M, N]. */
export function inferMatmul(op: OpOf<"matmul">, inputs: readonly Shape[]): Shape {
  const [a, b] = [inputs[0]!, inputs[1]!];
  checkClamp(op.clamp);
  for (const shape of [a, b]) {
    const least = isBatched(shape) ? 3 : 2;
    ensure(
      shape.length >= least,
      () => `operands must have at least ${least} axes, got ${formatShape(shape)}`,
    );
  }
  ensure(
    a.at(-1) === b.at(-2),
    () => `the inner sizes must agree, got ${formatShape(a)} and ${formatShape(b)}`,
  );
  return [...broadcastShape(a.slice(0, -2), b.slice(0, -2)), a.at(-2)!, b.at(-1)!];
}
