import { resolve } from "@std/path";
import {
  type Dataset,
  joinParts,
  openSamples,
  type PartDescription,
  readParts,
  type SamplesDescription,
  type SampleSource,
} from "../../data/mod.ts";
import { type Progress, readingProgress } from "../../suite/mod.ts";
import type { BoundShape } from "../../tensor/mod.ts";
import { type ValueForm, valueForm } from "./value_form.ts";

/** Data of one's own, opened, and what a suite says of them. */
export interface OwnData {
  readonly dataset: Dataset;
  readonly source: SampleSource;
  readonly description: SamplesDescription;
  readonly form: ValueForm;
}

/** Samples that are evaluated, at most; of fewer than twice as many, half. */
const evaluationMost = 1000;

/**
 * Opens the data of a new suite, and splits them so that half of them, or more, are left to calibrate.
 *
 * @throws {DataError} When a file is damaged or not of the shape, or there are fewer than two samples.
 */
export async function openOwnData(
  part: PartDescription,
  { shape, folder, progress }: {
    /** Of one sample. */
    readonly shape: BoundShape;
    /** The folder of the suite: what its paths are relative to. */
    readonly folder: string;
    readonly progress: Progress;
  },
): Promise<OwnData> {
  const locate = (path: string) => resolve(folder, path);
  const parts = await readParts({ parts: [part], shape }, { locate });
  const [{ count, part: samples }] = parts as readonly [typeof parts[number]];
  const asStored = openSamples({
    domain: "vector",
    shape,
    white: 1,
    step: 0,
    parts: [samples],
    labels: undefined,
  });
  const form = valueForm(asStored, part);
  const description: SamplesDescription = {
    domain: form.domain,
    shape: [...shape],
    ...(form.domain === "image" && { white: form.white }),
    ...(form.step > 0 && { step: form.step }),
    parts: [part],
    split: {
      kind: "by-content",
      evaluation: Math.max(1, Math.min(evaluationMost, Math.floor(count / 2))),
    },
  };
  const dataset = joinParts(description, parts, {
    name: "own",
    source: "your own",
    licence: "your own",
    locate,
    onProgress: readingProgress(progress, () => performance.now()),
  });
  return { dataset, source: openSamples(dataset.store), description, form };
}
