import { type BoundShape, elementCount, formatShape } from "../tensor/mod.ts";
import type { SamplesDescription } from "./dataset_schema.ts";
import { DataError } from "./error.ts";
import { sha256, sha256OfIds } from "./hash.ts";
import { hashSamples } from "./hash_samples.ts";
import { maxSampleValues } from "./limits.ts";
import { readPart } from "./readers/mod.ts";
import type { ReadPart } from "./readers/reader.ts";
import type { SampleLabels, SampleStore } from "./sample_store.ts";
import { crossFit, type Fold, splitByContent, splitByPart } from "./split.ts";

/** What identifies the content of a data set. */
export interface DatasetHashes {
  /** SHA-256 of the SHA-256 of all samples, in the order of ids. */
  readonly content: string;
  /** SHA-256 of the labels as little-endian 16-bit integers; absent without labels. */
  readonly labels: string | undefined;
  /** SHA-256 of the ids of all folds, joined by commas. */
  readonly evaluationIds: string;
  readonly poolIds: string;
}

/** A data set, found, checked and split. Post `store` to a worker to read the same samples there. */
export interface Dataset {
  readonly name: string;
  /** Where it is from: a package, an address, a folder. */
  readonly source: string;
  readonly licence: string;
  readonly store: SampleStore;
  readonly count: number;
  /** How many of these have the content of another with a lower id. */
  readonly copies: number;
  /** One, or two that cross-fit. */
  readonly folds: readonly Fold[];
  readonly sha256: DatasetHashes;
}

/** What a data set is opened with. */
export interface OpenDatasetOptions {
  readonly name: string;
  readonly source: string;
  readonly licence: string;
  /** The absolute path of what a part names. */
  readonly locate: (path: string) => string;
  /** What must not have changed. */
  readonly frozen?: Partial<DatasetHashes> | undefined;
  /** Told how many samples of all have been looked at. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** The raw value of white where a description leaves it out: bytes. */
const whiteOfBytes = 255;

/**
 * Finds the parts of a data set, reads their labels, hashes every sample and splits them. Samples
 * themselves are not kept: they are read by id.
 *
 * @throws {DataError} When a part is missing, damaged or does not fit the others, when there are too few
 * samples for the split, or when something frozen has changed: names it.
 */
export async function openDataset(
  description: SamplesDescription,
  options: OpenDatasetOptions,
): Promise<Dataset> {
  checkNames(description);
  return joinParts(description, await readParts(description, options), options);
}

/**
 * Finds the parts of a data set and reads their labels.
 *
 * @throws {DataError} When one is missing, damaged or not of the shape.
 */
export async function readParts(
  { parts: descriptions, shape }: {
    readonly parts: SamplesDescription["parts"];
    readonly shape: BoundShape;
  },
  { locate }: Pick<OpenDatasetOptions, "locate">,
): Promise<readonly ReadPart[]> {
  const values = elementCount(shape);
  if (values > maxSampleValues) {
    throw new DataError(
      `Cannot use the data: a sample may have ${maxSampleValues} values, got ${values} for ` +
        formatShape(shape),
    );
  }
  const parts: ReadPart[] = [];
  for (const part of descriptions) parts.push(await readPart(part, { locate, shape }));
  return parts;
}

/**
 * The data set of parts that were read: hashes every sample and splits them.
 *
 * @throws {DataError} As {@link openDataset}.
 */
export function joinParts(
  description: SamplesDescription,
  parts: readonly ReadPart[],
  options: OpenDatasetOptions,
): Dataset {
  const { name, source, licence } = options;
  const image = description.domain === "image";
  const store: SampleStore = {
    domain: description.domain,
    shape: description.shape,
    white: image ? description.white ?? whiteOfBytes : 1,
    step: description.step ?? (image && description.white === undefined ? 1 : 0),
    parts: parts.map(({ part }) => part),
    labels: joinLabels(parts, description),
  };
  const hashes = hashSamples(store, options.onProgress);
  const folds = foldsOf(description, { parts, hashes, labels: store.labels?.values });
  const dataset: Dataset = {
    name,
    source,
    licence,
    store,
    count: hashes.length,
    copies: hashes.length - new Set(hashes).size,
    folds,
    sha256: {
      content: sha256(hashes.join("")),
      labels: store.labels && sha256(littleEndian(store.labels.values)),
      evaluationIds: sha256OfIds(folds.flatMap(({ evaluationIds }) => evaluationIds)),
      poolIds: sha256OfIds(folds.flatMap(({ poolIds }) => poolIds)),
    },
  };
  checkFrozen(dataset, options.frozen ?? {});
  return dataset;
}

/** Samples that are evaluated, in all folds. */
export function evaluationCount({ folds }: Pick<Dataset, "folds">): number {
  return folds.reduce((sum, { evaluationIds }) => sum + evaluationIds.length, 0);
}

/** Samples of the smallest pool. */
export function poolCount({ folds }: Pick<Dataset, "folds">): number {
  return Math.min(...folds.map(({ poolIds }) => poolIds.length));
}

function checkNames({ parts }: SamplesDescription): void {
  const names = parts.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated === undefined) return;
  throw new DataError(
    `Cannot use the data: names of parts must be unique, got "${repeated}" twice`,
  );
}

function littleEndian(values: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setUint16(2 * index, value, true));
  return bytes;
}

/** All labels in shared memory; absent where no part has any. */
function joinLabels(
  parts: readonly ReadPart[],
  { classes, parts: descriptions }: SamplesDescription,
): SampleLabels | undefined {
  const without = parts.findIndex(({ labels }) => labels === undefined);
  if (without >= 0) {
    if (parts.every(({ labels }) => labels === undefined)) return undefined;
    throw new DataError(
      `Cannot use the data: all parts or none must have labels, "${descriptions[without]!.name}" ` +
        "has none",
    );
  }
  const names = classNamesOf(parts, { classes, names: descriptions.map(({ name }) => name) });
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const values = new Uint16Array(new SharedArrayBuffer(2 * count));
  let at = 0;
  for (const [index, { labels }] of parts.entries()) {
    const wrong = labels!.findIndex((label) => label >= names.length);
    if (wrong >= 0) {
      throw new DataError(
        `Cannot use part "${
          descriptions[index]!.name
        }": labels must be below ${names.length}, the ` +
          `number of classes, sample ${wrong} has ${labels![wrong]}`,
      );
    }
    values.set(labels!, at);
    at += labels!.length;
  }
  return { values, names };
}

/** The names that the description gives, else those that the parts know, else the numbers. */
function classNamesOf(
  parts: readonly ReadPart[],
  { classes, names }: {
    readonly classes: readonly string[] | undefined;
    readonly names: readonly string[];
  },
): readonly string[] {
  const known = parts.map(({ classNames }) => classNames ?? classes);
  const first = known[0];
  const other = known.findIndex((one) => JSON.stringify(one) !== JSON.stringify(classes ?? first));
  if (other >= 0) {
    throw new DataError(
      `Cannot use part "${names[other]}": its classes must be ${
        (classes ?? first ?? []).join(", ")
      }, ` +
        `got ${(known[other] ?? []).join(", ")}`,
    );
  }
  if (first !== undefined) return first;
  const highest = parts.reduce(
    (most, { labels }) => labels!.reduce((a, b) => Math.max(a, b), most),
    0,
  );
  return Array.from({ length: highest + 1 }, (_, label) => String(label));
}

function foldsOf(
  { split, parts: descriptions }: SamplesDescription,
  { parts, hashes, labels }: {
    readonly parts: readonly ReadPart[];
    readonly hashes: readonly string[];
    readonly labels: Uint16Array | undefined;
  },
): readonly Fold[] {
  switch (split.kind) {
    case "by-content":
      return [splitByContent(hashes, split)];
    case "by-part": {
      let first = 0;
      const ids = new Map(descriptions.map(({ name }, index) => {
        const start = first;
        first += parts[index]!.count;
        return [name, Array.from({ length: parts[index]!.count }, (_, i) => start + i)] as const;
      }));
      return [splitByPart(hashes, { ids, evaluation: split.evaluation, pool: split.pool })];
    }
    case "cross-fit":
      return crossFit(hashes, labels);
  }
}

function checkFrozen(
  { name, source, sha256: actual }: Dataset,
  frozen: Partial<DatasetHashes>,
): void {
  for (const what of ["content", "labels", "evaluationIds", "poolIds"] as const) {
    const expected = frozen[what];
    if (expected === undefined || expected === actual[what]) continue;
    throw new DataError(
      `Cannot use data set "${name}" (${source}): its manifest says SHA-256 of ${what} ${expected}, ` +
        `got ${actual[what] ?? "none"}`,
    );
  }
}
