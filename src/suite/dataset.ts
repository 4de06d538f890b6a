import { isAbsolute, join, resolve } from "@std/path";
import {
  DataError,
  type Dataset,
  loadManifest,
  locateFiles,
  openDataset,
  partPaths,
} from "../data/mod.ts";
import type { Suite } from "./load.ts";

/** Where data are, and who is told how far the reading is. */
export interface DataPlace {
  /** The folder of downloaded data sets and models. */
  readonly dataDir: string;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * The data set of a suite: one that comes with ptqbench by name, checked against its manifest, or the
 * suite's own.
 *
 * @throws {MissingDataError} When files of a named data set are not in the data folder.
 * @throws {DataError} When there is no such data set, or its files break a rule.
 */
export async function openSuiteDataset(
  { dataset, folder }: Pick<Suite, "dataset" | "folder">,
  { dataDir, onProgress }: DataPlace,
): Promise<Dataset> {
  if (typeof dataset === "string") {
    const manifest = await loadManifest(dataset);
    await locateFiles(manifest, dataDir);
    const { name, source, licence, frozen, samples } = manifest;
    const locate = (path: string) => join(dataDir, path);
    return await openDataset(samples, { name, source, licence, frozen, locate, onProgress });
  }
  const { source, licence, ...samples } = dataset;
  const locate = (path: string) => isAbsolute(path) ? path : resolve(folder, path);
  for (const path of samples.parts.flatMap(partPaths)) await checkThere(locate(path), folder);
  return await openDataset(samples, { name: "own", source, licence, locate, onProgress });
}

/** Checks that data of one's own are still where the suite says. */
async function checkThere(path: string, folder: string): Promise<void> {
  try {
    await Deno.stat(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) return;
    throw new DataError(
      `Cannot find the data "${path}": the suite says that they are there; put them back, or correct ` +
        `their path in ${join(folder, "suite.json")}`,
    );
  }
}
