import { basename, dirname, join } from "@std/path";
import type { DatasetFile, DatasetFolder, DatasetManifest } from "../dataset_schema.ts";
import { DataError } from "../error.ts";
import { type Archive, extractFolder, extractMember } from "./archive.ts";
import { checkFile, checkFolder, type FileState } from "./check_file.ts";
import { download } from "./download.ts";
import { type ArchiveJob, inspectData, planFetch } from "./plan.ts";
import type { Fetch } from "./request.ts";

/** Told what goes on: what is loaded or unpacked, and how many bytes of it. */
export interface FetchProgress {
  begin(what: string, bytes: number): void;
  /** That many more bytes are done; less than 0 when a server starts over. */
  advance(bytes: number): void;
  /** It is over; `done` is false when it failed. */
  end(done: boolean): void;
}

/** Options of {@link fetchDataset}. */
export interface FetchOptions {
  readonly dataDir: string;
  /** Whether so many bytes may be downloaded. Asked before more than 200 MB in all. */
  readonly ask: (bytes: number) => boolean | Promise<boolean>;
  readonly progress: FetchProgress;
  readonly fetch?: Fetch;
  /** Waits before another attempt. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

/** What became of a data set. */
export type FetchOutcome =
  | { readonly kind: "declined" }
  | {
    readonly kind: "done";
    /** Paths that were there already, as the manifest says. */
    readonly there: readonly string[];
    readonly fetched: readonly string[];
    /** Paths that have no address, so that they are still missing. */
    readonly byHand: readonly string[];
  };

/** Downloads of more bytes than this in all are asked about first: 200 MB. */
export const askAboveBytes = 200_000_000;

/** An archive may hold this many times its own size. Bytes and photographs stay far below. */
const maxInflation = 20;

/**
 * Downloads what a data folder lacks of a data set and unpacks it. What is there with the right hash is
 * not downloaded again; a file takes its name only when it is whole and its hash is right.
 *
 * @throws {DataError} When a download or an archive fails: says which and what to do. What was fetched
 * before stays.
 */
export async function fetchDataset(
  manifest: DatasetManifest,
  options: FetchOptions,
): Promise<FetchOutcome> {
  const { dataDir, ask } = options;
  const found = await inspectData(manifest, dataDir);
  const occupied = found.find(({ kind, state }) => kind === "folder" && state.kind === "wrong");
  if (occupied !== undefined) {
    throw new DataError(
      `Cannot unpack "${occupied.entry.path}" into "${dataDir}": nothing else must lie there; ` +
        "move it away first",
    );
  }
  const plan = planFetch(found);
  if (plan.bytes > askAboveBytes && !(await ask(plan.bytes))) return { kind: "declined" };
  for (const file of plan.downloads) {
    await load({ ...file, path: join(dataDir, file.path) }, options);
  }
  for (const job of plan.archives) await loadArchive(job, options);
  return {
    kind: "done",
    there: plan.there,
    fetched: [
      ...plan.downloads,
      ...plan.archives.flatMap(({ files, folders }) => [...files, ...folders]),
    ].map(({ path }) => path),
    byHand: plan.byHand.map(({ path }) => path),
  };
}

async function load(
  file: { readonly url: string; path: string; bytes: number; sha256: string },
  { fetch, wait, progress }: FetchOptions,
): Promise<void> {
  let known = 0;
  await during(progress, basename(new URL(file.url).pathname), file.bytes, () =>
    download(file, {
      fetch,
      wait,
      onBytes: (bytes) => {
        progress.advance(bytes - known);
        known = bytes;
      },
    }));
}

async function loadArchive(job: ArchiveJob, options: FetchOptions): Promise<void> {
  const { dataDir, progress } = options;
  const path = join(dataDir, ".archives", `${job.sha256}.tar.gz`);
  const kept = await checkFile(path, { ...job, path });
  if (kept.kind !== "there") await load({ ...job, path }, options);
  const archive: Archive = {
    path,
    maxBytes: maxInflation * job.bytes,
    onRead: (bytes) => progress.advance(bytes),
  };
  const unpacked = (what: string, unpack: () => Promise<void>) =>
    during(progress, `unpack ${what}`, job.bytes, unpack);
  for (const file of job.files) {
    await unpacked(file.path, () => unpackFile(archive, file, dataDir));
  }
  for (const folder of job.folders) {
    await unpacked(folder.path, () => unpackFolder(archive, folder, dataDir));
  }
  await Deno.remove(path);
  // Another archive on its way may lie beside it.
  await Deno.remove(dirname(path)).catch(() => {});
}

async function unpackFile(archive: Archive, file: DatasetFile, dataDir: string): Promise<void> {
  const path = join(dataDir, file.path);
  const part = `${path}.part`;
  const { member: name, firstBytes } = file.archive!;
  await placed(path, {
    unpack: () =>
      extractMember(
        archive,
        { name, bytes: file.bytes, mayBeLonger: firstBytes !== undefined },
        part,
      ),
    check: () => checkFile(part, file),
  });
}

async function unpackFolder(
  archive: Archive,
  folder: DatasetFolder,
  dataDir: string,
): Promise<void> {
  const path = join(dataDir, folder.path);
  const part = `${path}.part`;
  await placed(path, {
    unpack: () => extractFolder(archive, folder.member, part),
    check: () => checkFolder(part, folder),
  });
}

/** Unpacks beside a path, checks it, and gives it its name; nothing half-done is left. */
async function placed(
  path: string,
  { unpack, check }: {
    readonly unpack: () => Promise<void>;
    readonly check: () => Promise<FileState>;
  },
): Promise<void> {
  const part = `${path}.part`;
  const clear = () => Deno.remove(part, { recursive: true }).catch(() => {});
  await clear();
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    await unpack();
    const state = await check();
    if (state.kind === "wrong") {
      throw new DataError(`Cannot use what the archive holds for "${path}": ${state.problem}`);
    }
    await Deno.rename(part, path);
  } catch (error) {
    await clear();
    if (error instanceof DataError) throw error;
    throw new DataError(
      `Cannot write "${path}": ${error instanceof Error ? error.message : error}; ` +
        "name another folder with --data-dir",
    );
  }
}

async function during(
  progress: FetchProgress,
  what: string,
  bytes: number,
  work: () => Promise<void>,
): Promise<void> {
  progress.begin(what, bytes);
  let done = false;
  try {
    await work();
    done = true;
  } finally {
    progress.end(done);
  }
}
