/** A dimension: a size, or the symbolic batch. Only the leading dimension may be symbolic. */
export type Dim = number | "batch";

/** A shape whose leading dimension may be symbolic: `["batch", 28, 28, 1]`. */
export type Shape = readonly Dim[];

/** A shape with every size known. */
export type BoundShape = readonly number[];

/** Whether the leading dimension is the symbolic batch. */
export function isBatched(shape: Shape): boolean {
  return shape[0] === "batch";
}

/** The sizes after the symbolic batch, or the whole shape where there is none. */
export function sampleShape(shape: Shape): BoundShape {
  return shape.filter((dim): dim is number => dim !== "batch");
}

/** The product of all sizes; 1 for a scalar. */
export function elementCount(shape: BoundShape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Elements of one sample: the product of all sizes but the symbolic batch.
 *
 * @example
 * ```ts
 * import { elementsPerSample } from "./shape.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(elementsPerSample(["batch", 28, 28, 1]), 784);
 * ```
 */
export function elementsPerSample(shape: Shape): number {
  return elementCount(sampleShape(shape));
}

/** The shape with its symbolic batch, if any, bound to `samples`. */
export function bindBatch(shape: Shape, samples: number): BoundShape {
  return shape.map((dim) => dim === "batch" ? samples : dim);
}

/** Whether two shapes are the same, dimension by dimension. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

/** `[batch, 28, 28, 1]`, as errors and tables print it. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}
