import { refusal } from "../refusal.ts";
import { type InputFile, withInputFile } from "./input_file.ts";
import { checkLabelCount } from "./labels.ts";
import { checkCodes, labelCountOf, labelsOf, sampleTypeOf } from "./npy_array.ts";
import { type NpyHeader, npyStartBytes, parseNpyHeader } from "./npy_header.ts";
import type { PartFor, ReadContext, ReadPart } from "./reader.ts";
import { sampleArray } from "./sample_array.ts";

/**
 * Finds samples in a NumPy file, [count, ...shape] of float32, float64, int8, uint8 or int16; they stay
 * on disk. Labels are a file of any integers, [count] or [count, 1].
 *
 * @throws {DataError} When a file is missing, damaged, or not what the data set says.
 */
export async function readNpy(part: PartFor<"npy">, context: ReadContext): Promise<ReadPart> {
  const file = context.locate(part.values);
  const header = await withInputFile(file, readHeader);
  const type = sampleTypeOf(header, file);
  checkCodes(part.codes, { type, file });
  const samples = sampleArray({
    file,
    sizes: header.shape,
    type,
    bytes: { kind: "file", path: file },
    offset: header.offset,
    shape: context.shape,
    order: part.order,
    codes: part.codes,
  });
  const labels = part.labels === undefined
    ? undefined
    : await withInputFile(context.locate(part.labels), (input) => readLabels(input, samples));
  return { part: samples, count: samples.count, labels, classNames: undefined };
}

async function readHeader(input: InputFile): Promise<NpyHeader> {
  const start = await input.read(0, Math.min(input.size, npyStartBytes));
  const header = parseNpyHeader(start, input.path);
  const needed = header.offset + header.length;
  if (input.size !== needed) {
    throw refusal(
      input.path,
      `its header makes it ${needed} bytes long, got ${input.size}; ` +
        (input.size < needed ? "it is cut off" : "save one array a file"),
    );
  }
  return header;
}

async function readLabels(
  input: InputFile,
  samples: { readonly file: string; readonly count: number },
): Promise<Uint16Array> {
  const file = input.path;
  const header = await readHeader(input);
  checkLabelCount({ labels: { file, count: labelCountOf(header, file) }, samples });
  return labelsOf(await input.read(header.offset, header.length), { header, file });
}
