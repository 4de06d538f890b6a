import { formatShape } from "../../tensor/mod.ts";
import { featureShape } from "../audio/wav_features.ts";
import type { PartDescription } from "../dataset_schema.ts";
import { DataError } from "../error.ts";
import type { ReadContext, ReadPart } from "./reader.ts";
import { listSampleFolder } from "./sample_folder.ts";

/**
 * Finds clips: WAV files in a folder a class, or in one folder without labels. They are decoded, and
 * their features made, when they are read.
 *
 * @throws {DataError} When the folder is not as {@link listSampleFolder} wants it, or the data set says
 * another shape than that of the features.
 * @throws {RangeError} When the settings of the features are not sound.
 */
export async function readWavFolder(
  part: Extract<PartDescription, { readonly reader: "wav" }>,
  context: ReadContext,
): Promise<ReadPart> {
  const folder = context.locate(part.folder);
  const { features } = part;
  const [made, said] = [featureShape(features), context.shape].map(formatShape);
  if (made !== said) {
    throw new DataError(
      `Cannot read ${folder}: the ${features.kind} features of a clip are ${made}, the data set ` +
        `says ${said}; give it that shape`,
    );
  }
  const { paths, labels, classNames } = await listSampleFolder(folder, {
    kind: "WAV",
    extensions: [".wav"],
  });
  return { part: { kind: "wav", paths, features }, count: paths.length, labels, classNames };
}
