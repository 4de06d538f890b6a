import { extname } from "@std/path";
import type { PartDescription } from "../../data/mod.ts";
import { UserError } from "../../suite/error.ts";
import type { DataQuestion } from "./data_question.ts";
import { describeArrays } from "./describe_arrays.ts";
import { describeCsv } from "./describe_csv.ts";
import { describeFolder } from "./describe_folder.ts";

const known = "a folder of images (PNG, JPEG) or of WAV files, or a .npz, .npy, .csv or IDX file " +
  "(train-images-idx3-ubyte, also .gz)";

/**
 * How the data at a path are read, from its name and its first bytes.
 *
 * @throws {UserError} When it cannot be told: says what there could be.
 * @throws {DataError} When a file is damaged.
 */
export async function describeData(question: DataQuestion): Promise<PartDescription> {
  const { data, labels, stored } = question;
  if (await isFolder(data)) {
    refuseLabels(question, "its folders are the classes");
    return await describeFolder(question);
  }
  const name = data.replace(/\.gz$/i, "");
  switch (extname(name).toLowerCase()) {
    case ".npz":
      refuseLabels(question, "the labels are an array of the file");
      return await describeArrays(question);
    case ".npy":
      return await describeArrays(question);
    case ".csv":
      refuseLabels(question, "the labels are a column of the file");
      return await describeCsv(question);
  }
  if (/idx\d[-.]ubyte$|\.idx$/i.test(name)) {
    return {
      reader: "idx",
      name: "data",
      values: stored(data),
      ...(labels !== undefined && { labels: stored(labels) }),
    };
  }
  throw new UserError(`Cannot use --data "${data}": it must be ${known}`);
}

async function isFolder(data: string): Promise<boolean> {
  try {
    return (await Deno.stat(data)).isDirectory;
  } catch (error) {
    throw new UserError(
      error instanceof Deno.errors.NotFound
        ? `Cannot use --data "${data}": there is no such file or folder; it must be ${known}`
        : `Cannot use --data "${data}": ${error instanceof Error ? error.message : error}`,
    );
  }
}

function refuseLabels({ data, labels }: DataQuestion, why: string): void {
  if (labels === undefined) return;
  throw new UserError(`Cannot use --labels with --data "${data}": ${why}; leave it out`);
}
