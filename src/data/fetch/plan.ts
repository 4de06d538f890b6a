import { join } from "@std/path";
import type { DatasetFile, DatasetFolder, DatasetManifest } from "../dataset_schema.ts";
import { checkFile, checkFolder, type FileState } from "./check_file.ts";

/** A file or folder of a manifest, and what lies in its place. */
export type Found =
  | { readonly kind: "file"; readonly entry: DatasetFile; readonly state: FileState }
  | { readonly kind: "folder"; readonly entry: DatasetFolder; readonly state: FileState };

/** An archive to download, and what is taken from it. */
export interface ArchiveJob {
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly files: readonly DatasetFile[];
  readonly folders: readonly DatasetFolder[];
}

/** What has to be done so that a data set is whole. */
export interface FetchPlan {
  /** Paths that are there as the manifest says. */
  readonly there: readonly string[];
  readonly downloads: readonly (DatasetFile & { readonly url: string })[];
  readonly archives: readonly ArchiveJob[];
  /** What nobody can download: it has no address. */
  readonly byHand: readonly DatasetFile[];
  /** Bytes of all downloads and archives. */
  readonly bytes: number;
}

/**
 * Compares the data folder with a manifest, every file by its hash.
 *
 * @throws {DataError} When a file cannot be read.
 */
export async function inspectData(
  manifest: DatasetManifest,
  dataDir: string,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const entry of manifest.files) {
    found.push({ kind: "file", entry, state: await checkFile(join(dataDir, entry.path), entry) });
  }
  for (const entry of manifest.folders) {
    const state = await checkFolder(join(dataDir, entry.path), entry);
    found.push({ kind: "folder", entry, state });
  }
  return found;
}

/** A data folder that holds nothing of a data set. */
export function nothingOf(manifest: DatasetManifest): readonly Found[] {
  const state = { kind: "absent" } as const;
  return [
    ...manifest.files.map((entry) => ({ kind: "file", entry, state }) as const),
    ...manifest.folders.map((entry) => ({ kind: "folder", entry, state }) as const),
  ];
}

/** What to download of what was found. One archive is downloaded once, however much is taken from it. */
export function planFetch(found: readonly Found[]): FetchPlan {
  const lacking = found.filter(({ state }) => state.kind !== "there");
  const archives = new Map<string, ArchiveJob>();
  const downloads: (DatasetFile & { readonly url: string })[] = [];
  const byHand: DatasetFile[] = [];
  for (const item of lacking) {
    const source = item.kind === "folder" ? item.entry : item.entry.archive;
    if (source !== undefined) {
      const { url, bytes, sha256 } = source;
      const job = archives.get(sha256) ?? { url, bytes, sha256, files: [], folders: [] };
      archives.set(
        sha256,
        item.kind === "folder"
          ? { ...job, folders: [...job.folders, item.entry] }
          : { ...job, files: [...job.files, item.entry] },
      );
    } else if (item.kind === "file") {
      const { url, ...file } = item.entry;
      if (url === undefined) byHand.push(file);
      else downloads.push({ ...file, url });
    }
  }
  const jobs = [...archives.values()];
  return {
    there: found.filter(({ state }) => state.kind === "there").map(({ entry }) => entry.path),
    downloads,
    archives: jobs,
    byHand,
    bytes: [...downloads, ...jobs].reduce((total, { bytes }) => total + bytes, 0),
  };
}
