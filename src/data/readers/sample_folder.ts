import { basename, join } from "@std/path";
import { DataError } from "../error.ts";

/** The files of a folder of samples. */
export interface SampleFolder {
  /** In the order of ids: by class, then by name, both by code units. */
  readonly paths: readonly string[];
  /** The class of each file, in shared memory; absent where there are no class folders. */
  readonly labels: Uint16Array | undefined;
  /** Names of the class folders. */
  readonly classNames: readonly string[] | undefined;
}

/** Options of {@link listSampleFolder}. */
export interface SampleFolderOptions {
  /** What errors call the files: `WAV`. */
  readonly kind: string;
  /** Lower-case endings with their dot; files may have them in capitals. */
  readonly extensions: readonly string[];
}

const MAX_FILES = 1_000_000;
/** Labels are 16-bit, and the largest of them is no class. */
const MAX_CLASSES = 65_535;

/**
 * Lists samples that are a file each: all in one folder, without labels, or in a folder a class. What is
 * neither sample nor class folder is refused rather than left out, for it may be a sample that is spelt
 * wrongly; only hidden files are passed over. Links are followed where they lead to a place inside.
 *
 * @throws {DataError} When the folder is missing or empty, has both files and class folders, an empty
 * class folder, folders inside these, other files, or a link that leads out of it: names the path.
 */
export async function listSampleFolder(
  folder: string,
  options: SampleFolderOptions,
): Promise<SampleFolder> {
  const list = lister({ ...options, root: await attempt(folder, Deno.realPath) });
  const { files, folders } = await list(folder);
  if (folders.length === 0) {
    if (files.length === 0) throw refusal(folder, `it must hold ${options.kind} files, got none`);
    return { paths: files, labels: undefined, classNames: undefined };
  }
  if (files.length > 0) {
    throw refusal(
      files[0]!,
      `beside class folders there must be no files; move it into the folder of its class`,
    );
  }
  if (folders.length > MAX_CLASSES) {
    throw refusal(folder, `it must have at most ${MAX_CLASSES} classes, got ${folders.length}`);
  }
  const paths: string[] = [];
  const counts: number[] = [];
  for (const path of folders) {
    const inside = await list(path);
    if (inside.folders.length > 0) {
      throw refusal(inside.folders[0]!, "a class folder must hold no folders; move it out");
    }
    if (inside.files.length === 0) {
      throw refusal(path, `a class folder must hold ${options.kind} files, got none; remove it`);
    }
    inside.files.forEach((file) => paths.push(file));
    counts.push(inside.files.length);
    checkCount(folder, paths.length);
  }
  const labels = new Uint16Array(new SharedArrayBuffer(2 * paths.length));
  counts.reduce((start, count, label) => {
    labels.fill(label, start, start + count);
    return start + count;
  }, 0);
  return { paths, labels, classNames: folders.map((path) => basename(path)) };
}

interface Listing {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

function lister(options: SampleFolderOptions & { readonly root: string }) {
  const { kind, extensions, root } = options;
  return async (folder: string): Promise<Listing> => {
    const names = { files: [] as string[], folders: [] as string[] };
    await attempt(folder, async () => {
      for await (const entry of Deno.readDir(folder)) {
        if (entry.name.startsWith(".")) continue;
        const path = join(folder, entry.name);
        const { isFile, isDirectory } = entry.isSymlink ? await followed(path, root) : entry;
        if (isDirectory) names.folders.push(entry.name);
        else if (isFile && extensions.some((end) => entry.name.toLowerCase().endsWith(end))) {
          names.files.push(entry.name);
        } else throw refusal(path, `it must be a ${kind} file or a class folder; move it away`);
        checkCount(folder, names.files.length + names.folders.length);
      }
    });
    // The default order is that of code units, the same in every locale.
    const sorted = (list: readonly string[]) => list.toSorted().map((name) => join(folder, name));
    return { files: sorted(names.files), folders: sorted(names.folders) };
  };
}

/** What a link leads to. */
async function followed(path: string, root: string): Promise<Deno.FileInfo> {
  const target = await attempt(path, Deno.realPath);
  if (target.startsWith(join(root, "/"))) return await Deno.stat(target);
  throw refusal(path, `a link must lead to a place inside ${root}; put the file itself there`);
}

function checkCount(folder: string, count: number): void {
  if (count <= MAX_FILES) return;
  throw refusal(folder, `it must hold at most ${MAX_FILES} files; save them as one .npy file`);
}

/** Runs what reads the path; what the system says against it becomes a DataError. */
async function attempt<T>(path: string, read: (path: string) => Promise<T>): Promise<T> {
  try {
    return await read(path);
  } catch (error) {
    const known = error instanceof Error && (error.name in Deno.errors || "code" in error);
    throw known ? refusal(path, `the system says "${error.message}"`) : error;
  }
}

function refusal(path: string, rule: string): DataError {
  return new DataError(`Cannot read ${path}: ${rule}`);
}
