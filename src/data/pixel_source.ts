import { type BoundShape, elementCount, formatShape } from "../tensor/mod.ts";
import type { SampleSource } from "./sample_source.ts";

/**
 * Images as bytes, sample after sample. Where the arrays lie in shared memory, posting this value to
 * a worker shares the pixels: nothing is copied or parsed again, and nobody may write to them.
 */
export interface PixelData {
  /** count * height * width * channels bytes. */
  readonly pixels: Uint8Array;
  /** The class of each sample. */
  readonly labels: Uint8Array;
  /** One image: [height, width, channels]. */
  readonly shape: BoundShape;
  readonly classes: number;
}

/**
 * A source of samples over pixels in memory; `read` gives them as float32 in [0, 255].
 *
 * @throws {RangeError} When the pixels do not fill one image a label, or a label is not a class.
 *
 * @example
 * ```ts
 * import { sourceFromPixels } from "./pixel_source.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const source = sourceFromPixels({
 *   pixels: new Uint8Array([0, 10, 20, 30]),
 *   labels: new Uint8Array([0, 1]),
 *   shape: [1, 2, 1],
 *   classes: 2,
 * });
 * assertEquals(source.read([1, 0]), new Float32Array([20, 30, 0, 10]));
 * ```
 */
export function sourceFromPixels(data: PixelData): SampleSource {
  const { pixels, labels, shape, classes } = data;
  const size = elementCount(shape);
  const count = labels.length;
  if (pixels.length !== count * size) {
    throw new RangeError(
      `Cannot make a sample source: ${count} labels of shape ${formatShape(shape)} need ` +
        `${count * size} pixels, got ${pixels.length}`,
    );
  }
  const wrong = labels.find((label) => label >= classes);
  if (wrong !== undefined) {
    throw new RangeError(
      `Cannot make a sample source: labels must be below ${classes}, got ${wrong}`,
    );
  }
  const check = (id: number): number => {
    if (Number.isInteger(id) && id >= 0 && id < count) return id;
    throw new RangeError(`Cannot read a sample: ids are 0 to ${count - 1}, got ${id}`);
  };
  return {
    count,
    shape,
    classes,
    read: (ids) => {
      const values = new Float32Array(ids.length * size);
      ids.forEach((id, index) => {
        const start = check(id) * size;
        values.set(pixels.subarray(start, start + size), index * size);
      });
      return values;
    },
    labels: (ids) => Uint16Array.from(ids, (id) => labels[check(id)]!),
  };
}
