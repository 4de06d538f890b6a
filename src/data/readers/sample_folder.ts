import { join } from "@std/path";
import { maxLabel } from "../limits.ts";
import { fileRefusal, refusal } from "../refusal.ts";
import { sharedLabels } from "./shared.ts";

/** The files of a folder of samples. */
export interface SampleFolder {
  /** Absolute, in the order of ids: by class, then by name, both by code units. */
  readonly paths: readonly string[];
  /** The class of each file; absent where there are no class folders. */
  readonly labels: Uint16Array | undefined;
  /** Names of the class folders. */
  readonly classNames: readonly string[] | undefined;
}

/** Options of {@link listSampleFolder}. */
export interface SampleFolderOptions {
  /** What files are called in errors: `PNG or JPEG`. */
  readonly kind: string;
  /** Extensions in lower case, with their dot; capitals are as good. */
  readonly extensions: readonly string[];
}

const maxFiles = 1_000_000;

/** Files that systems leave in folders. Others of their kind start with a dot. */
const ignored: readonly string[] = ["Thumbs.db", "desktop.ini"];

/**
 * Lists a folder of samples, a file each: either a folder a class, or files only, which then have no
 * labels. Hidden files are ignored. Everything else has to be a sample: what is silently left out, or
 * silently counted as a class, would change the data set. A link may lead to a place in the folder, not
 * out of it.
 *
 * @throws {DataError} When the folder is missing or empty, mixes files and class folders, has an empty
 * class folder, folders in class folders, files of other kinds or links that leave it.
 */
export async function listSampleFolder(
  folder: string,
  options: SampleFolderOptions,
): Promise<SampleFolder> {
  const root = await realPath(folder);
  const { files, folders } = await list(folder, { ...options, root });
  if (files.length > 0 && folders.length > 0) {
    throw refusal(
      folder,
      `it must have class folders or ${options.kind} files, got both (${folders[0]}/ and ` +
        `${files[0]}); move the files into the folder of their class`,
    );
  }
  if (folders.length === 0) {
    if (files.length === 0) throw refusal(folder, `it must hold ${options.kind} files, got none`);
    return {
      paths: files.map((name) => join(folder, name)),
      labels: undefined,
      classNames: undefined,
    };
  }
  return await listClasses(folder, { ...options, root, folders });
}

interface Listing extends SampleFolderOptions {
  /** The real path of the folder of samples. */
  readonly root: string;
}

async function listClasses(
  folder: string,
  { folders, ...options }: Listing & { readonly folders: readonly string[] },
): Promise<SampleFolder> {
  if (folders.length > maxLabel + 1) {
    throw refusal(folder, `it may have ${maxLabel + 1} class folders, got ${folders.length}`);
  }
  const classes: (readonly string[])[] = [];
  let count = 0;
  for (const name of folders) {
    const path = join(folder, name);
    const inside = await list(path, options);
    if (inside.folders.length > 0) {
      throw refusal(
        path,
        `a class folder must hold files only, got folder ${
          inside.folders[0]
        }; where its folders are ` +
          "the classes, name it itself",
      );
    }
    if (inside.files.length === 0) {
      throw refusal(
        path,
        `a class folder must hold ${options.kind} files, got none; fill it, or remove it`,
      );
    }
    count += inside.files.length;
    if (count > maxFiles) throw tooMany(folder);
    classes.push(inside.files.map((file) => join(path, file)));
  }
  const labels = sharedLabels(count);
  let first = 0;
  for (const [label, { length }] of classes.entries()) {
    labels.fill(label, first, first + length);
    first += length;
  }
  return { paths: classes.flat(), labels, classNames: folders };
}

async function list(
  folder: string,
  { root, kind, extensions }: Listing,
): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) {
      if (entry.name.startsWith(".") || ignored.includes(entry.name)) continue;
      const path = join(folder, entry.name);
      const { isFile, isDirectory } = entry.isSymlink ? await followed(path, root) : entry;
      if (isDirectory) folders.push(entry.name);
      else if (isFile && extensions.some((end) => entry.name.toLowerCase().endsWith(end))) {
        files.push(entry.name);
      } else {
        throw refusal(path, `the folder of samples must hold ${kind} files only; move it away`);
      }
      if (files.length + folders.length > maxFiles) throw tooMany(folder);
    }
  } catch (error) {
    throw fileRefusal(folder, error);
  }
  return { files: files.toSorted(byCodeUnits), folders: folders.toSorted(byCodeUnits) };
}

/** What a link leads to. */
async function followed(path: string, root: string): Promise<Deno.FileInfo> {
  const target = await realPath(path);
  if (target.startsWith(`${root}/`)) return await Deno.stat(target);
  throw refusal(path, "a link must not leave the folder of samples; put the file itself there");
}

async function realPath(path: string): Promise<string> {
  try {
    return (await Deno.realPath(path)).replaceAll("\\", "/");
  } catch (error) {
    throw fileRefusal(path, error);
  }
}

function tooMany(folder: string): Error {
  return refusal(folder, `it may hold ${maxFiles} files, got more; save them as one .npy file`);
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
