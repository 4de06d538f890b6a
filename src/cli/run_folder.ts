import { join } from "@std/path";
import { UserError } from "../suite/error.ts";
import { journalName } from "../suite/journal_file.ts";
import type { RunMode } from "../suite/settings.ts";

/** What the folder of a run is named after. */
export interface RunName {
  /** A suite or a group of suites. */
  readonly suite: string;
  readonly mode: RunMode;
  /** Hash of everything that decides the results. */
  readonly configuration: string;
}

/** `reports/SUITE/DATE-MODE-HASH`; to resume, the newest of these with a journal and this hash. */
export async function runFolder(
  name: RunName,
  { resume }: { readonly resume: boolean },
): Promise<string> {
  const parent = join("reports", name.suite);
  if (resume) return await newestFolder(parent, name);
  const stamp = new Date().toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return join(parent, `${stamp}-${name.mode}-${name.configuration}`);
}

/**
 * @throws {UserError} When there is none: names those that there are.
 */
async function newestFolder(parent: string, { configuration }: RunName): Promise<string> {
  const runs: string[] = [];
  try {
    for await (const entry of Deno.readDir(parent)) {
      if (entry.isDirectory && await hasJournal(join(parent, entry.name))) runs.push(entry.name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const own = runs.filter((name) => name.endsWith(`-${configuration}`)).sort().at(-1);
  if (own !== undefined) return join(parent, own);
  const others = runs.length > 0 ? `; there are ${runs.sort().join(", ")}` : "";
  throw new UserError(
    `Cannot resume: no run under ${parent} has this configuration (${configuration})${others}; ` +
      "give the options of that run, or name its folder with --out",
  );
}

/** Whether a folder is that of a run, or has folders of runs in it. */
async function hasJournal(folder: string): Promise<boolean> {
  if (await hasOwnJournal(folder)) return true;
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory && await hasOwnJournal(join(folder, name))) return true;
  }
  return false;
}

/** Whether a folder is that of a run. */
export async function hasOwnJournal(folder: string): Promise<boolean> {
  return await Deno.stat(join(folder, journalName)).then(({ isFile }) => isFile, () => false);
}
