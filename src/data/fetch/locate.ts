import { join } from "@std/path";
import type { DatasetManifest } from "../dataset_schema.ts";
import { MissingDataError } from "../error.ts";
import { type Found, inspectData, planFetch } from "./plan.ts";

/** Options of {@link locateFiles}. */
export interface LocateOptions {
  /** What to type after `deno task fetch` to get the data set; its name by default. */
  readonly name?: string;
}

/**
 * Where the files and folders of a data set lie: their paths in the manifest with their paths on this
 * machine. Each file is checked by size and SHA-256 first, of a .gz the content; folders are checked to
 * be there. For a run, before it reads anything.
 *
 * @throws {MissingDataError} Names each file that is missing or wrong, what is wrong with it, and what to type
 * or how to obtain it.
 */
export async function locateFiles(
  manifest: DatasetManifest,
  dataDir: string,
  { name = manifest.name }: LocateOptions = {},
): Promise<ReadonlyMap<string, string>> {
  const found = await inspectData(manifest, dataDir);
  const lacking = found.filter(({ state }) => state.kind !== "there");
  if (lacking.length === 0) {
    return new Map(found.map(({ entry: { path } }) => [path, join(dataDir, path)]));
  }
  const { downloads, archives, byHand } = planFetch(found);
  const advice = [
    ...(downloads.length + archives.length > 0
      ? [`Type: deno task fetch ${name} --data-dir ${quoted(dataDir)}`]
      : []),
    ...(byHand.length > 0 ? [howToObtain(manifest, byHand.map(({ path }) => path))] : []),
  ];
  throw new MissingDataError(
    [
      `Cannot use data set "${manifest.name}": all its files must be in "${dataDir}"`,
      ...lacking.map(problemOf),
      ...advice,
    ].join("\n"),
  );
}

/** How to get files that have no address, in words. */
export function howToObtain(manifest: DatasetManifest, paths: readonly string[]): string {
  const names = paths.map((path) => `"${path}"`).join(", ");
  return `Without an address to download from: ${names}. ${manifest.obtain ?? ""}`.trimEnd();
}

function problemOf({ entry: { path }, state }: Found): string {
  return `  "${path}": ${state.kind === "wrong" ? state.problem : "it is not there"}`;
}

function quoted(path: string): string {
  return /[^\w./:\\-]/.test(path) ? `"${path}"` : path;
}
