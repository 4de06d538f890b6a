/** The data set of the digits, opened as a run opens it. */
import { type Dataset, openSamples, type SampleSource } from "../src/data/mod.ts";
import { openSuiteDataset } from "../src/suite/mod.ts";

/** The digits and their samples; nothing to download. */
export async function openDigits(): Promise<{
  readonly dataset: Dataset;
  readonly source: SampleSource;
  readonly evaluationIds: readonly number[];
  readonly poolIds: readonly number[];
}> {
  const dataset = await openSuiteDataset({ dataset: "digits", folder: "" }, { dataDir: "nowhere" });
  return { dataset, source: openSamples(dataset.store), ...dataset.folds[0]! };
}
