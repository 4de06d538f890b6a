import { join } from "@std/path";
import type { DatasetManifest } from "../../data/dataset_schema.ts";
import { fetchDataset, type FetchOutcome } from "../../data/fetch/fetch_dataset.ts";
import { howToObtain } from "../../data/fetch/locate.ts";
import { nothingOf, planFetch } from "../../data/fetch/plan.ts";
import { datasetNames, loadManifest } from "../../data/manifests.ts";
import { UsageError } from "../../suite/error.ts";
import { parseFetchArguments } from "../fetch_arguments.ts";
import { progressOf } from "../progress.ts";
import { note, print } from "../terminal.ts";

/** Downloads a data set into the data folder; without a name lists the data sets. */
export async function fetch(args: readonly string[]): Promise<number> {
  const { dataset, dataDir, yes, quiet } = parseFetchArguments(args, (name) => Deno.env.get(name));
  if (dataset === undefined) {
    await list(dataDir);
    return 0;
  }
  const manifest = await loadManifest(dataset);
  const outcome = await fetchDataset(manifest, {
    dataDir,
    ask: (bytes) => yes || confirmed(manifest, { bytes, dataset }),
    progress: progressOf(quiet),
  });
  return report(manifest, dataDir, outcome);
}

async function list(dataDir: string): Promise<void> {
  print(`Data sets, in ${dataDir} once they are fetched`);
  for (const name of await datasetNames()) {
    const manifest = await loadManifest(name);
    const { bytes, byHand } = planFetch(nothingOf(manifest));
    const paths = [...manifest.files, ...manifest.folders].map(({ path }) => join(dataDir, path));
    const there = await Promise.all(paths.map(exists));
    print(`\n${name}  ${manifest.description}`);
    print(`  licence   ${manifest.licence}`);
    if (paths.length === 0) {
      print(`  size      nothing to fetch: ${manifest.source}`);
      continue;
    }
    const rest = byHand.length === 0 ? "" : `, and ${byHand.length} files without an address`;
    print(`  size      ${formatBytes(bytes)} to download${rest}`);
    print(`  there     ${there.filter(Boolean).length} of ${paths.length}`);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}

function confirmed(
  { name }: DatasetManifest,
  { bytes, dataset }: { readonly bytes: number; readonly dataset: string },
): boolean {
  const question = `Download ${formatBytes(bytes)} for data set "${name}"?`;
  if (Deno.stdin.isTerminal()) return confirm(question);
  throw new UsageError(
    `Cannot ask without a terminal: ${question} Type deno task fetch ${dataset} --yes`,
  );
}

function report(manifest: DatasetManifest, dataDir: string, outcome: FetchOutcome): number {
  if (outcome.kind === "declined") {
    note("Nothing was downloaded.");
    return 1;
  }
  const { there, fetched, byHand } = outcome;
  if (byHand.length > 0) {
    note(`Data set "${manifest.name}" in ${dataDir} is not whole yet.`);
    note(howToObtain(manifest, byHand));
    return 1;
  }
  if (fetched.length + there.length === 0) {
    print(`Data set "${manifest.name}" needs no files: it comes from ${manifest.source}`);
    return 0;
  }
  print(
    `Data set "${manifest.name}" is in ${dataDir}: ${fetched.length} fetched, ` +
      `${there.length} there before`,
  );
  return 0;
}

/** Bytes as megabytes of 10^6 bytes. */
function formatBytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
