import type { DType, TypedArrays } from "./dtype.ts";
import { type BoundShape, elementCount, formatShape } from "./shape.ts";

/** A dense array in row-major order. */
export type Tensor<D extends DType = DType> = {
  readonly [K in D]: {
    readonly dtype: K;
    readonly shape: BoundShape;
    readonly data: TypedArrays[K];
  };
}[D];

/**
 * A tensor whose data fits its shape.
 *
 * @throws {RangeError} When `data.length` is not the product of the sizes.
 *
 * @example
 * ```ts
 * import { tensor } from "./tensor.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const t = tensor("float32", [1, 2], new Float32Array([0.5, 1]));
 * assertEquals(t.shape, [1, 2]);
 * ```
 */
export function tensor<D extends DType>(
  dtype: D,
  shape: BoundShape,
  data: TypedArrays[D],
): Tensor<D> {
  const expected = elementCount(shape);
  if (data.length !== expected) {
    throw new RangeError(
      `Cannot make a ${dtype} tensor of shape ${formatShape(shape)}: ` +
        `it needs ${expected} elements, got ${data.length}`,
    );
  }
  return { dtype, shape, data } as unknown as Tensor<D>;
}
