import { type BoundShape, elementCount, formatShape, sameShape } from "../../tensor/mod.ts";
import { maxSamples } from "../limits.ts";
import { refusal } from "../refusal.ts";
import {
  type ArrayPart,
  bytesPerElement,
  type StoredBytes,
  type StoredType,
} from "../sample_store.ts";

/** Options of {@link sampleArray}. */
export interface SampleArrayOptions {
  /** What errors call it. */
  readonly file: string;
  /** Sizes of the array; the first counts samples. */
  readonly sizes: readonly number[];
  readonly type: StoredType;
  readonly bytes: StoredBytes;
  /** Byte of its first element. */
  readonly offset: number;
  /** The shape that every sample must have, as it is read. */
  readonly shape: BoundShape;
  readonly order: ArrayPart["order"];
  readonly codes?: ArrayPart["codes"];
}

/**
 * The part whose samples are a dense array in row-major order. A last axis of 1 may be there or not:
 * [28, 28] is as good as [28, 28, 1].
 *
 * @throws {DataError} When the array holds no samples, too many, or samples of another shape.
 */
export function sampleArray(options: SampleArrayOptions): ArrayPart {
  const { file, sizes, type, bytes, offset, order, codes } = options;
  const [count] = sizes;
  checkCount(file, count ?? 0);
  checkShape(options);
  return {
    kind: "array",
    file,
    count: count!,
    type,
    bytes,
    offset,
    stride: elementCount(sizes.slice(1)) * bytesPerElement[type],
    order,
    ...(codes && { codes }),
  };
}

/**
 * Checks a number of samples.
 *
 * @throws {DataError} When there are none, or too many.
 */
export function checkCount(file: string, count: number): void {
  if (count >= 1 && count <= maxSamples) return;
  throw refusal(file, `it must hold 1 to ${maxSamples} samples, got ${count}`);
}

function checkShape({ file, sizes, shape, order }: SampleArrayOptions): void {
  const stored = sizes.slice(1);
  if (same(stored, storedShape(file, { shape, order }))) return;
  const said = order === "as-stored"
    ? formatShape(shape)
    : `${formatShape(shape)} with planes first, which is ` +
      formatShape(storedShape(file, { shape, order }));
  const planes = order === "as-stored" && shape.length === 3 &&
    same(stored, [shape[2]!, shape[0]!, shape[1]!]);
  throw refusal(
    file,
    `its samples must have the shape of the data set, ${said}, got ${formatShape(stored)}` +
      (planes ? '; if they are stored plane by plane, say "order": "planes-first"' : ""),
  );
}

function storedShape(
  file: string,
  { shape, order }: Pick<SampleArrayOptions, "shape" | "order">,
): BoundShape {
  if (order === "as-stored") return shape;
  if (shape.length === 3) return [shape[2]!, shape[0]!, shape[1]!];
  throw refusal(
    file,
    `planes-first needs samples of shape [height, width, channels], got ${formatShape(shape)}`,
  );
}

function same(a: BoundShape, b: BoundShape): boolean {
  return sameShape(withoutLastOne(a), withoutLastOne(b));
}

function withoutLastOne(shape: BoundShape): BoundShape {
  return shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
}
