import { maxInflation, maxMemoryBytes } from "../limits.ts";
import { quoted, refusal } from "../refusal.ts";
import { type InputFile, withInputFile } from "./input_file.ts";
import { checkLabelCount } from "./labels.ts";
import { labelCountOf, labelsOf, sampleTypeOf } from "./npy_array.ts";
import { type NpyHeader, npyStartBytes, parseNpyHeader } from "./npy_header.ts";
import type { PartFor, ReadContext, ReadPart } from "./reader.ts";
import { sampleArray } from "./sample_array.ts";
import { unpackEntry, zipEntries, type ZipEntry } from "./zip.ts";

/** An array of an archive, unpacked. */
interface NpzArray {
  /** The archive and the array, as errors call it. */
  readonly file: string;
  readonly header: NpyHeader;
  /** With its header. */
  readonly bytes: Uint8Array;
}

/**
 * Unpacks samples, and labels where they are named, from a NumPy archive into shared memory. Arrays are
 * as {@link readNpy} takes them.
 *
 * @throws {DataError} When the archive is missing, damaged or has no such array, when the arrays are
 * larger than 1 GiB, or not what the data set says.
 */
export async function readNpz(part: PartFor<"npz">, context: ReadContext): Promise<ReadPart> {
  const names = [part.values, ...(part.labels === undefined ? [] : [part.labels])];
  const [values, stored] = await withInputFile(
    context.locate(part.file),
    (input) => unpackArrays(input, names),
  );
  const samples = sampleArray({
    file: values!.file,
    sizes: values!.header.shape,
    type: sampleTypeOf(values!.header, values!.file),
    bytes: { kind: "memory", bytes: values!.bytes },
    offset: values!.header.offset,
    shape: context.shape,
    order: part.order,
  });
  const labels = stored && readLabels(stored, samples);
  return { part: samples, count: samples.count, labels, classNames: undefined };
}

async function unpackArrays(
  input: InputFile,
  names: readonly string[],
): Promise<readonly NpzArray[]> {
  const entries = await zipEntries(input);
  const found = names.map((name) => find(entries, { name, path: input.path }));
  const total = found.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > maxMemoryBytes) {
    throw refusal(
      input.path,
      `the arrays of an archive may have ${maxMemoryBytes} bytes, got ${total}; ` +
        "save them with numpy.save as .npy, then they are read from disk",
    );
  }
  const arrays: NpzArray[] = [];
  for (const entry of found) arrays.push(await unpackArray(input, entry));
  return arrays;
}

function find(
  entries: readonly ZipEntry[],
  { name, path }: { readonly name: string; readonly path: string },
): ZipEntry {
  const entry = entries.find((candidate) => candidate.name === `${name}.npy`);
  if (entry !== undefined) return entry;
  const names = entries.slice(0, 20).map((candidate) =>
    quoted(candidate.name.replace(/\.npy$/, ""))
  );
  throw refusal(
    path,
    `it has no array ${quoted(name)}; there are: ${names.join(", ") || "none"}` +
      (entries.length > names.length ? ", ..." : ""),
  );
}

async function unpackArray(input: InputFile, entry: ZipEntry): Promise<NpzArray> {
  const file = `${input.path}/${entry.name}`;
  if (entry.packedBytes > input.size || entry.bytes > entry.packedBytes * maxInflation) {
    throw refusal(
      file,
      `the directory says ${entry.packedBytes} bytes that unpack to ${entry.bytes}, ` +
        `which a file of ${input.size} bytes cannot hold`,
    );
  }
  const bytes = await unpackEntry(input, entry);
  const header = parseNpyHeader(bytes.subarray(0, npyStartBytes), file);
  if (header.offset + header.length !== bytes.length) {
    throw refusal(
      file,
      `its header makes it ${header.offset + header.length} bytes long, got ${bytes.length}`,
    );
  }
  return { file, header, bytes };
}

function readLabels(
  { file, header, bytes }: NpzArray,
  samples: { readonly file: string; readonly count: number },
): Uint16Array {
  checkLabelCount({ labels: { file, count: labelCountOf(header, file) }, samples });
  return labelsOf(bytes.subarray(header.offset), { header, file });
}
