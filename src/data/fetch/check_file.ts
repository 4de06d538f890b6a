import type { DatasetFile, DatasetFolder } from "../dataset_schema.ts";
import { DataError } from "../error.ts";
import { gunzip } from "./gunzip.ts";
import { hashFile, hashStream } from "./hash_file.ts";

/** What lies under a path of the data folder. */
export type FileState =
  | { readonly kind: "there" }
  | { readonly kind: "absent" }
  /** Something else is there: what is wrong with it, as in "it must have 10 bytes, got 9". */
  | { readonly kind: "wrong"; readonly problem: string };

const there: FileState = { kind: "there" };
const wrong = (problem: string): FileState => ({ kind: "wrong", problem });

/**
 * Whether a file is the one that a manifest names, by size and SHA-256; of a .gz whose content the
 * manifest names, the content decides. Read as a stream.
 *
 * @throws {DataError} When it cannot be read.
 */
export async function checkFile(path: string, file: DatasetFile): Promise<FileState> {
  const info = await statOf(path);
  if (info === undefined) return { kind: "absent" };
  if (!info.isFile) return wrong("it must be a file");
  if (info.size === file.bytes && (await reading(path, hashFile)).sha256 === file.sha256) {
    return there;
  }
  if (file.content !== undefined && file.contentBytes !== undefined) {
    return await checkContent(path, file.content, file.contentBytes);
  }
  return info.size === file.bytes
    ? wrong(`its SHA-256 must be ${file.sha256}, it is another`)
    : wrong(`it must have ${file.bytes} bytes, got ${info.size}`);
}

async function checkContent(path: string, content: string, bytes: number): Promise<FileState> {
  try {
    const hash = await hashStream(await gunzip(path, { maxBytes: bytes }));
    if (hash.sha256 === content) return there;
    return wrong(`what it holds must have the SHA-256 ${content}, it has another`);
  } catch (error) {
    if (error instanceof DataError) return wrong(`it must be a .gz of ${bytes} bytes, it is not`);
    throw error;
  }
}

/**
 * Whether a folder that is unpacked whole is there: it gets its name only when all of it is unpacked.
 * Where the manifest counts its files they are counted; they are not hashed.
 *
 * @throws {DataError} When it cannot be read.
 */
export async function checkFolder(path: string, folder: DatasetFolder): Promise<FileState> {
  const info = await statOf(path);
  if (info === undefined) return { kind: "absent" };
  if (!info.isDirectory) return wrong("it must be a folder");
  if (folder.files === undefined) return there;
  const count = await reading(path, countFiles);
  return count === folder.files ? there : wrong(`it must hold ${folder.files} files, got ${count}`);
}

async function countFiles(path: string): Promise<number> {
  let count = 0;
  for await (const entry of Deno.readDir(path)) {
    count += entry.isDirectory ? await countFiles(`${path}/${entry.name}`) : 1;
  }
  return count;
}

async function statOf(path: string): Promise<Deno.FileInfo | undefined> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw unreadable(path, error);
  }
}

async function reading<T>(path: string, read: (path: string) => Promise<T>): Promise<T> {
  try {
    return await read(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): DataError {
  return new DataError(`Cannot read "${path}": ${error instanceof Error ? error.message : error}`);
}
