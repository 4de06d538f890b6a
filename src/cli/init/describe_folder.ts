import { featureShape, type PartDescription } from "../../data/mod.ts";
import { UserError } from "../../suite/error.ts";
import { formatShape, sameShape } from "../../tensor/mod.ts";
import type { DataQuestion } from "./data_question.ts";

/** Keyword spotting of MLPerf Tiny: the features that can be told from the shape of an input. */
const keywordFeatures = {
  kind: "mfcc",
  sampleRateHz: 16_000,
  clipSamples: 16_000,
  frameSamples: 480,
  stepSamples: 320,
  melBins: 40,
  lowHz: 20,
  highHz: 4000,
  coefficients: 10,
} as const;

/**
 * A folder of images or of WAV files.
 *
 * @throws {UserError} When the model takes no images, or no features that can be told.
 */
export async function describeFolder(
  { data, shape, stored }: DataQuestion,
): Promise<PartDescription> {
  const folder = stored(data);
  const refuse = (rule: string) =>
    new UserError(`Cannot use --data "${data}": the model takes ${formatShape(shape)}, ${rule}`);
  if (await holdsWav(data)) {
    const made = featureShape(keywordFeatures);
    if (sameShape(made, shape)) {
      return { reader: "wav", name: "data", folder, features: keywordFeatures };
    }
    throw refuse(
      `and of WAV files MFCC as MLPerf Tiny has them are made, ${
        formatShape(made)
      }; describe others ` +
        "in a suite.json (docs/data.md), or save features of your own as .npy",
    );
  }
  const channels = shape[2];
  if (shape.length === 3 && (channels === 1 || channels === 3)) {
    return { reader: "images", name: "data", folder };
  }
  throw refuse(
    "and a folder of images needs [channels, height, width] or [height, width, channels] of 1 or 3 " +
      "channels; export it so, or save the samples as .npy",
  );
}

/** Whether the first file of a folder, or of a folder in it, is a WAV file. */
async function holdsWav(folder: string): Promise<boolean> {
  const isWav = (name: string) => /\.wav$/i.test(name);
  for await (const entry of Deno.readDir(folder)) {
    if (entry.name.startsWith(".")) continue;
    if (!entry.isDirectory) return isWav(entry.name);
    for await (const inside of Deno.readDir(`${folder}/${entry.name}`)) {
      if (!inside.name.startsWith(".")) return isWav(inside.name);
    }
  }
  return false;
}
