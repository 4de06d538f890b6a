import { elementsPerSample, formatShape, isBatched, type Shape } from "../../tensor/mod.ts";
import type { OpOf } from "../op.ts";
import { ensure } from "../rule.ts";
import { checkIntegers, checkRank } from "./checks.ts";

/** As many elements, the batch where it was. */
export function inferReshape(op: OpOf<"reshape">, inputs: readonly Shape[]): Shape {
  const x = inputs[0]!;
  ensure(
    isBatched(op.shape) === isBatched(x),
    () => `a reshape must keep the batch, got ${formatShape(x)} to ${formatShape(op.shape)}`,
  );
  ensure(
    elementsPerSample(op.shape) === elementsPerSample(x),
    () =>
      `a reshape must keep the number of elements, got ${formatShape(x)} to ` +
      formatShape(op.shape),
  );
  return op.shape;
}

/** Output axis i is input axis `permutation[i]`; the batch stays in front. */
export function inferTranspose(op: OpOf<"transpose">, inputs: readonly Shape[]): Shape {
  const x = inputs[0]!;
  const { permutation } = op;
  const sorted = permutation.toSorted((a, b) => a - b);
  ensure(
    permutation.length === x.length && sorted.every((axis, i) => axis === i),
    () =>
      `permutation must order the ${x.length} axes of ${formatShape(x)}, ` +
      `got [${permutation.join(", ")}]`,
  );
  ensure(
    !isBatched(x) || permutation[0] === 0,
    () => `a transpose must leave the batch in front, got [${permutation.join(", ")}]`,
  );
  return permutation.map((axis) => x[axis]!);
}

/** Inputs that agree on every axis but one, which is not the batch. */
export function inferConcat(op: OpOf<"concat">, inputs: readonly Shape[]): Shape {
  const first = inputs[0]!;
  const { axis } = op;
  ensure(
    Number.isInteger(axis) && axis >= 0 && axis < first.length,
    () => `axis must be in [0, ${first.length}), got ${axis}`,
  );
  let total = 0;
  for (const shape of inputs) {
    const agrees = shape.length === first.length &&
      shape.every((dim, i) => i === axis || dim === first[i]);
    ensure(
      agrees,
      () =>
        `inputs must agree on every axis but ${axis}, got ${formatShape(first)} and ` +
        formatShape(shape),
    );
    const dim = shape[axis]!;
    ensure(dim !== "batch", () => `axis must not be the batch, got ${axis}`);
    total += dim;
  }
  return first.map((dim, i) => i === axis ? total : dim);
}

/** `before` and `after` elements more along each axis; none along the batch. */
export function inferPad(op: OpOf<"pad">, inputs: readonly Shape[]): Shape {
  const x = inputs[0]!;
  checkIntegers([...op.before, ...op.after], 0, "pads");
  checkRank(x, op.before.length, "the input of these pads");
  checkRank(x, op.after.length, "the input of these pads");
  ensure(!Number.isNaN(op.value), () => "value must be a number, got NaN");
  return x.map((dim, axis) => {
    const added = op.before[axis]! + op.after[axis]!;
    ensure(dim !== "batch" || added === 0, () => `pads must leave out the batch, got ${added}`);
    return dim === "batch" ? dim : dim + added;
  });
}
