import { formatShape, sameShape } from "../../tensor/mod.ts";
import { refusal } from "../refusal.ts";
import { type InputFile, withInputFile } from "./input_file.ts";
import { makeLabels } from "./labels.ts";
import type { PartFor, ReadContext, ReadPart } from "./reader.ts";
import { checkCount } from "./sample_array.ts";

const shape = [32, 32, 3];
const recordBytes = 1 + 3 * 32 * 32;
const lastLabel = 9;

/** Records whose labels are read at once. */
const recordsAtOnce = 256;

/**
 * Finds samples in a file of CIFAR-10 records: a byte of the label, then the red, the green and the blue
 * plane of 32 x 32 bytes. Pixels stay on disk and are read as [32, 32, 3].
 * Source: "Binary version" on the page of the CIFAR-10 data set.
 *
 * @throws {DataError} When the file is missing, holds no whole records, or a label is above 9.
 */
export async function readCifar(part: PartFor<"cifar">, context: ReadContext): Promise<ReadPart> {
  const file = context.locate(part.file);
  if (!sameShape(context.shape, shape)) {
    throw refusal(
      file,
      `CIFAR images are ${formatShape(shape)}, the data set says ${formatShape(context.shape)}`,
    );
  }
  const { count, labels } = await withInputFile(file, readLabels);
  return {
    part: {
      kind: "array",
      file,
      count,
      type: "uint8",
      bytes: { kind: "file", path: file },
      offset: 1,
      stride: recordBytes,
      order: "planes-first",
    },
    count,
    labels,
    classNames: undefined,
  };
}

async function readLabels(input: InputFile) {
  const { path: file, size } = input;
  if (size % recordBytes !== 0) {
    throw refusal(
      file,
      `it must hold whole records of ${recordBytes} bytes, got ${size} bytes; ` +
        "it is cut off, or no binary version of CIFAR-10",
    );
  }
  const count = size / recordBytes;
  checkCount(file, count);
  const stored = new Uint8Array(count);
  for (let first = 0; first < count; first += recordsAtOnce) {
    const records = Math.min(recordsAtOnce, count - first);
    const bytes = await input.read(first * recordBytes, records * recordBytes);
    for (let record = 0; record < records; record++) {
      stored[first + record] = bytes[record * recordBytes]!;
    }
  }
  const label = (index: number) => stored[index]!;
  return { count, labels: makeLabels({ file, count, label, largest: lastLabel }) };
}
