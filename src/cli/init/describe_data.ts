import { extname, resolve } from "@std/path";
import { DataError, featureShape, type PartDescription } from "../../data/mod.ts";
import { UserError } from "../../suite/error.ts";
import { type BoundShape, formatShape } from "../../tensor/mod.ts";
import { describeArrays } from "./describe_arrays.ts";
import { describeCsv } from "./describe_csv.ts";

/** What to describe. */
export interface DataQuestion {
  readonly data: string;
  readonly labels: string | undefined;
  /** Of one sample, as the model asks for it: images [height, width, channels]. */
  readonly shape: BoundShape;
}

/**
 * How the data at a path are read, from its name and its first bytes.
 *
 * @throws {UserError} When it cannot be told: says what there could be.
 * @throws {DataError} When a file is damaged.
 */
export async function describeData(question: DataQuestion): Promise<PartDescription> {
  const { data, labels } = question;
  let info: Deno.FileInfo;
  try {
    info = await Deno.stat(data);
  } catch (error) {
    throw new UserError(`Cannot use --data "${data}": ${messageOf(error)}`);
  }
  if (info.isDirectory) {
    refuseLabels(question, "its folders are the classes");
    return await describeFolder(question);
  }
  const path = resolve(data);
  const ending = extname(data.replace(/\.gz$/, "")).toLowerCase();
  switch (ending) {
    case ".npz":
      refuseLabels(question, "the labels are an array of the file");
      return await describeArrays(path, question);
    case ".npy":
      return await describeArrays(path, question);
    case ".csv":
      refuseLabels(question, "the labels are a column of the file");
      return await describeCsv(path, question);
    default:
      if (!/idx\d-ubyte$|\.idx$/.test(data.replace(/\.gz$/, ""))) break;
      return {
        reader: "idx",
        name: "data",
        values: path,
        ...(labels !== undefined && { labels: resolve(labels) }),
      };
  }
  throw new UserError(
    `Cannot use --data "${data}": it must be a folder of images or WAV files, or a .npz, .npy, .csv or ` +
      "IDX file (…-idx3-ubyte, also .gz)",
  );
}

function refuseLabels({ data, labels }: DataQuestion, why: string): void {
  if (labels === undefined) return;
  throw new UserError(`Cannot use --labels with --data "${data}": ${why}; leave it out`);
}

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

async function describeFolder({ data, shape }: DataQuestion): Promise<PartDescription> {
  const folder = resolve(data);
  if (!await holdsWav(folder)) return { reader: "images", name: "data", folder };
  if (formatShape(featureShape(keywordFeatures)) === formatShape(shape)) {
    return { reader: "wav", name: "data", folder, features: keywordFeatures };
  }
  throw new UserError(
    `Cannot tell the features of the WAV files in "${data}": the model takes ${
      formatShape(shape)
    }, ` +
      `MFCC as MLPerf Tiny has them are ${
        formatShape(featureShape(keywordFeatures))
      }; make the features ` +
      "with your own code and save them as .npy",
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

function messageOf(error: unknown): string {
  return error instanceof DataError || error instanceof Error ? error.message : String(error);
}
