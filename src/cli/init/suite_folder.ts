import { basename, dirname, join, relative, resolve } from "@std/path";
import { UserError } from "../../suite/error.ts";

/** A file that is copied into the folder of a suite. */
export interface Copy {
  readonly from: string;
  /** Relative to the folder. */
  readonly to: string;
}

/** A path as a suite has it: relative where it lies in the folder of the suite, else absolute. */
export function storedPath(folder: string, path: string): string {
  return insidePath(folder, path) ?? resolve(path);
}

/** The path of what lies in a folder, relative to it, with slashes; absent for all else. */
function insidePath(folder: string, path: string): string | undefined {
  const inside = relative(resolve(folder), resolve(path)).replaceAll("\\", "/");
  return inside === "" || inside.startsWith("..") || resolve(inside) === inside
    ? undefined
    : inside;
}

/**
 * Where a model is in the folder of a suite: where it lies, or below models/, and then it is copied.
 *
 * @param taken Names in models/ that other files have.
 */
export function modelPlace(
  folder: string,
  path: string,
  taken: readonly string[] = [],
): { readonly file: string; readonly copy: Copy | undefined } {
  // What a suite.json may name: no step up, no character that other systems take for a separator.
  const plain = (text: string) => text.replaceAll(/\.{2,}|[\\:]/g, "_");
  const inside = insidePath(folder, path);
  if (inside !== undefined && inside === plain(inside)) return { file: inside, copy: undefined };
  const name = plain(basename(path));
  const file = `models/${taken.includes(`models/${name}`) ? `shipped-${name}` : name}`;
  return { file, copy: { from: path, to: file } };
}

/**
 * Checks that a suite can be made in a folder: a new one, an empty one, or one that holds nothing but
 * what the suite is made of.
 *
 * @param sources The paths of model and data.
 * @throws {UserError} When there is a suite already, or anything else, or the folder lies in that of the
 * data.
 */
export async function checkNewFolder(folder: string, sources: readonly string[]): Promise<void> {
  const refuse = (rule: string) => new UserError(`Cannot make suite "${folder}": ${rule}`);
  const around = sources.find((path) => insidePath(path, folder) !== undefined);
  if (around !== undefined) {
    throw refuse(
      `it must not lie in "${around}", whose files are the samples; choose another place`,
    );
  }
  const info = await Deno.stat(folder).catch(() => undefined);
  if (info === undefined) return;
  if (!info.isDirectory) {
    throw refuse("it must be a folder, and is a file; choose another name");
  }
  const own = sources.map((path) => insidePath(folder, path)?.split("/")[0]);
  for await (const { name } of Deno.readDir(folder)) {
    if (name === "suite.json") {
      throw refuse("there is one already; edit its suite.json, or choose another name");
    }
    if (name.startsWith(".") || own.includes(name)) continue;
    throw refuse(
      `its folder must be new, empty, or hold only the model and the data, it has "${name}"; ` +
        "choose another name",
    );
  }
}

/**
 * Writes the files of a suite, its suite.json last: whole or not at all.
 *
 * @throws {UserError} When something cannot be written: says what and why. Nothing is left behind.
 */
export async function writeSuiteFolder(
  folder: string,
  { json, copies }: { readonly json: string; readonly copies: readonly Copy[] },
): Promise<void> {
  const made: string[] = [];
  try {
    for (const part of ancestors(resolve(folder))) await makeFolder(part, made);
    for (const { from, to } of copies) {
      const target = join(folder, to);
      await makeFolder(dirname(target), made);
      made.push(target);
      await Deno.copyFile(from, target);
    }
    const temporary = join(folder, ".suite.json.tmp");
    made.push(temporary);
    await Deno.writeTextFile(temporary, json);
    await Deno.rename(temporary, join(folder, "suite.json"));
  } catch (error) {
    for (const path of made.toReversed()) await Deno.remove(path).catch(() => {});
    throw new UserError(
      `Cannot make suite "${folder}": ${error instanceof Error ? error.message : error}`,
    );
  }
}

/** A path and the folders above it, the highest first. */
function ancestors(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [...ancestors(above), path];
}

async function makeFolder(path: string, made: string[]): Promise<void> {
  if (await Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false)) return;
  await Deno.mkdir(path);
  made.push(path);
}
