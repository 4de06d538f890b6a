import { refusal } from "../refusal.ts";
import { type IdxFile, openIdx } from "./idx_file.ts";
import { withInputFile } from "./input_file.ts";
import { checkLabelCount, makeLabels } from "./labels.ts";
import type { PartFor, ReadContext, ReadPart } from "./reader.ts";
import { sampleArray } from "./sample_array.ts";

/**
 * Finds samples in IDX files of unsigned bytes: [count, ...shape] of samples, [count] of labels. Plain
 * samples stay on disk, gzipped ones are unpacked into shared memory.
 *
 * @throws {DataError} When a file is missing, damaged, or not what the data set says.
 */
export async function readIdx(part: PartFor<"idx">, context: ReadContext): Promise<ReadPart> {
  const file = context.locate(part.values);
  const { sizes, bytes, offset } = await openIdx(file);
  const samples = sampleArray({
    file,
    sizes,
    type: "uint8",
    bytes,
    offset,
    shape: context.shape,
    order: "as-stored",
  });
  const labels = part.labels === undefined
    ? undefined
    : await readLabels(context.locate(part.labels), samples);
  return { part: samples, count: samples.count, labels, classNames: undefined };
}

async function readLabels(
  file: string,
  samples: { readonly file: string; readonly count: number },
): Promise<Uint16Array> {
  const idx = await openIdx(file);
  if (idx.sizes.length !== 1) {
    throw refusal(file, `labels must have one axis, got sizes [${idx.sizes.join(", ")}]`);
  }
  const count = idx.sizes[0]!;
  checkLabelCount({ labels: { file, count }, samples });
  const bytes = await elementsOf(idx, file);
  return makeLabels({ file, count, label: (index) => bytes[index]! });
}

async function elementsOf(
  { bytes, offset, sizes }: IdxFile,
  file: string,
): Promise<Uint8Array> {
  if (bytes.kind === "memory") return bytes.bytes;
  return await withInputFile(file, (input) => input.read(offset, sizes[0]!));
}
