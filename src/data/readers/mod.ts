import type { PartDescription } from "../dataset_schema.ts";
import { readCifar } from "./cifar.ts";
import { readCsv } from "./csv.ts";
import { readDigits } from "./digits.ts";
import { readIdx } from "./idx.ts";
import { readImageFolder } from "./image_folder.ts";
import { readNpy } from "./npy.ts";
import { readNpz } from "./npz.ts";
import { readWavFolder } from "./wav_folder.ts";
import type { PartFor, ReadContext, ReadPart } from "./reader.ts";

type Reader<Kind extends PartDescription["reader"]> = (
  part: PartFor<Kind>,
  context: ReadContext,
) => Promise<ReadPart>;

type Readers = { readonly [Kind in PartDescription["reader"]]: Reader<Kind> };

const readers: Readers = {
  digits: readDigits,
  idx: readIdx,
  cifar: readCifar,
  npy: readNpy,
  npz: readNpz,
  images: readImageFolder,
  csv: readCsv,
  wav: readWavFolder,
};

/**
 * Finds and checks a part of a data set: its samples, its labels, what it knows of its classes.
 *
 * @throws {DataError} When a file is missing, damaged, or not what the description says.
 */
export async function readPart(part: PartDescription, context: ReadContext): Promise<ReadPart> {
  return await readWith(readers, part, context);
}

/** Ties the kind of the description to the kind of its reader, which a look-up alone does not. */
function readWith<Kind extends PartDescription["reader"]>(
  table: { readonly [K in Kind]: Reader<K> },
  part: PartFor<Kind>,
  context: ReadContext,
): Promise<ReadPart> {
  const kind: Kind = part.reader;
  return table[kind](part, context);
}
