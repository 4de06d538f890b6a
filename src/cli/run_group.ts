import { basename, join } from "@std/path";
import { MissingDataError, sha256 } from "../data/mod.ts";
import { groupSummary } from "../report/mod.ts";
import { type RunResult, type Suite, type SuiteGroup, version } from "../suite/mod.ts";
import { writeWhole } from "./files.ts";
import type { RunArguments } from "./options.ts";
import { note, print } from "./terminal.ts";

/** How the suites of a group are run. */
export interface GroupRun {
  readonly args: RunArguments;
  /** The folder of the group, chosen from the hash of its configuration. */
  readonly folderOf: (configuration: string) => Promise<string>;
  /** Runs one suite below that folder; undefined where it was interrupted. */
  readonly runPart: (part: Suite, folder: string) => Promise<RunResult | undefined>;
}

/**
 * Runs the suites of a group, each into a folder of its own, and writes one summary of all. A suite whose
 * data are not there is left out, and that is said.
 *
 * @returns undefined where it was interrupted.
 * @throws {MissingDataError} When the data of every suite are missing.
 */
export async function runGroup(
  group: SuiteGroup,
  { args, folderOf, runPart }: GroupRun,
): Promise<readonly RunResult[] | undefined> {
  const folder = await folderOf(configurationOf(group, args));
  const results: { readonly part: Suite; readonly result: RunResult }[] = [];
  const missing: { readonly part: Suite; readonly error: MissingDataError }[] = [];
  for (const part of group.parts) {
    if (!hasModels(part, args)) continue;
    try {
      const result = await runPart(part, folder);
      if (result === undefined) return undefined;
      results.push({ part, result });
    } catch (error) {
      if (!(error instanceof MissingDataError)) throw error;
      missing.push({ part, error });
      note(`${part.name}: left out\n${error.message}`);
    }
  }
  if (results.length === 0 && missing.length > 0) throw missing[0]!.error;
  const path = join(folder, "summary.md");
  await writeWhole(
    path,
    groupSummary({
      name: group.name,
      description: group.description,
      runs: results.map(({ part, result }) => ({
        name: part.name,
        description: part.description,
        folder: basename(result.folder),
        accuracy: result.accuracy,
        comparisons: result.comparisons,
        thresholds: result.thresholds,
      })),
      leftOut: missing.map(({ part }) => ({ name: part.name, why: "its data are not there" })),
    }),
  );
  if (!args.quiet) print(path);
  return results.map(({ result }) => result);
}

/** Whether a suite has one of the models that were asked for. */
function hasModels({ models: own }: Suite, { request: { models } }: RunArguments): boolean {
  return models === undefined || own.some(({ name }) => models.includes(name));
}

/** Hash of what was asked for: the parts' own hashes, in their folders, hold data and models too. */
function configurationOf(group: SuiteGroup, { request }: RunArguments): string {
  const parts = group.parts.map(({ sha256: hash }) => hash);
  return sha256(JSON.stringify([version, parts, request])).slice(0, 12);
}
