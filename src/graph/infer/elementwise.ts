import { formatShape, isBatched, type Shape } from "../../tensor/mod.ts";
import type { OpOf } from "../op.ts";
import { ensure } from "../rule.ts";
import { broadcastShape, checkClamp, sizeOf } from "./checks.ts";

/** One value, element by element. */
export function inferElementwise(_op: unknown, inputs: readonly Shape[]): Shape {
  return inputs[0]!;
}

/** Two values, broadcast as in NumPy. */
export function inferBroadcast(
  op: OpOf<"add" | "sub" | "mul">,
  inputs: readonly Shape[],
): Shape {
  checkClamp(op.clamp);
  return broadcastShape(inputs[0]!, inputs[1]!);
}

export function inferUnaryClamp(op: OpOf<"clamp">, inputs: readonly Shape[]): Shape {
  checkClamp(op.clamp);
  return inputs[0]!;
}

export function inferLeakyRelu(op: OpOf<"leakyRelu">, inputs: readonly Shape[]): Shape {
  ensure(Number.isFinite(op.alpha), () => `alpha must be finite, got ${op.alpha}`);
  return inputs[0]!;
}

export function inferHardSigmoid(op: OpOf<"hardSigmoid">, inputs: readonly Shape[]): Shape {
  ensure(Number.isFinite(op.alpha), () => `alpha must be finite, got ${op.alpha}`);
  ensure(Number.isFinite(op.beta), () => `beta must be finite, got ${op.beta}`);
  return inputs[0]!;
}

/** Over the last axis, which must not be the batch. */
export function inferSoftmax(_op: unknown, inputs: readonly Shape[]): Shape {
  const x = inputs[0]!;
  sizeOf(x, x.length - 1, "the axis of a softmax");
  return x;
}

/** Over `axes`, ascending, none of them the batch. */
export function inferMean(op: OpOf<"mean">, inputs: readonly Shape[]): Shape {
  const x = inputs[0]!;
  const { axes, keepDims } = op;
  ensure(axes.length > 0, () => "axes must not be empty, got []");
  axes.forEach((axis, i) => {
    ensure(
      Number.isInteger(axis) && axis >= 0 && axis < x.length,
      () => `axes must be in [0, ${x.length}), got ${axis}`,
    );
    ensure(i === 0 || axes[i - 1]! < axis, () => `axes must ascend, got [${axes.join(", ")}]`);
  });
  ensure(
    !(isBatched(x) && axes[0] === 0),
    () => `axes must leave out the batch, got [${axes.join(", ")}] of ${formatShape(x)}`,
  );
  return keepDims
    ? x.map((dim, axis) => axes.includes(axis) ? 1 : dim)
    : x.filter((_, axis) => !axes.includes(axis));
}
