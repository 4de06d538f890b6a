import { formatShape, type Shape } from "../../tensor/mod.ts";
import type { Clamp } from "../op.ts";
import { ensure } from "../rule.ts";

/** The size of an axis that must not be the batch; `what` names it in errors. */
export function sizeOf(shape: Shape, axis: number, what: string): number {
  const dim = shape[axis];
  ensure(
    dim !== undefined && dim !== "batch",
    () => `${what} must have a known size, got ${formatShape(shape)}`,
  );
  return dim;
}

/** Requires `rank` axes. */
export function checkRank(shape: Shape, rank: number, what: string): void {
  ensure(shape.length === rank, () => `${what} must have ${rank} axes, got ${formatShape(shape)}`);
}

/** The largest stride, dilation, pad or kernel size. */
const maxWindow = 2 ** 24;

/** Requires integers from `least` to 2^24. */
export function checkIntegers(values: readonly number[], least: number, what: string): void {
  const legal = (value: number) => Number.isInteger(value) && value >= least && value <= maxWindow;
  ensure(
    values.every(legal),
    () => `${what} must be integers from ${least} to 2^24, got [${values.join(", ")}]`,
  );
}

/** Requires a lower bound that is at most the upper one, and that leaves finite values. */
export function checkClamp({ min, max }: Clamp): void {
  ensure(
    min <= max && min < Infinity && max > -Infinity,
    () => `a clamp must have min <= max, got [${min}, ${max}]`,
  );
}

/** Requires a shape, as of a bias. */
export function checkVector(shape: Shape | undefined, length: number, what: string): void {
  if (shape === undefined) return;
  ensure(
    shape.length === 1 && shape[0] === length,
    () => `${what} must have the shape [${length}], got ${formatShape(shape)}`,
  );
}

/** The shape of two values broadcast as in NumPy; the batch meets itself or 1. */
export function broadcastShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - (rank - a.length)] ?? 1;
    const right = b[axis - (rank - b.length)] ?? 1;
    ensure(
      left === right || left === 1 || right === 1,
      () => `shapes must broadcast, got ${formatShape(a)} and ${formatShape(b)}`,
    );
    return left === 1 ? right : left;
  });
}
