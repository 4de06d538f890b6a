import { basename, join } from "@std/path";
import { MissingDataError, sha256 } from "../data/mod.ts";
import { groupSummary } from "../report/group_summary.ts";
import {
  type RunResult,
  type Suite,
  type SuiteGroup,
  UsageError,
  UserError,
  version,
} from "../suite/mod.ts";
import { writeWhole } from "./files.ts";
import type { RunArguments } from "./options.ts";
import { hasOwnJournal } from "./run_folder.ts";
import { note, print } from "./terminal.ts";

/** How the suites of a group are run. */
export interface GroupRun {
  readonly args: RunArguments;
  /** The folder of the group, chosen from the hash of its configuration. */
  readonly folderOf: (configuration: string) => Promise<string>;
  /** Runs one suite into a folder; undefined where it was interrupted. */
  readonly runPart: (
    part: Suite,
    options: { readonly args: RunArguments; readonly folder: string },
  ) => Promise<RunResult | undefined>;
}

/**
 * Runs the suites of a group, each into a folder of its own, and writes one summary of all. A suite whose
 * data are not there is left out, and that is said; so is, in silence, one that has none of the models
 * that were asked for. Resumed, a suite that was not begun is begun.
 *
 * @returns undefined where it was interrupted.
 * @throws {UsageError} When no suite has a model that was asked for, or there are calibration ids, which
 * belong to one data set.
 * @throws {UserError} When no suite was begun and the group is to be resumed.
 * @throws {MissingDataError} When the data of every suite are missing.
 */
export async function runGroup(
  group: SuiteGroup,
  { args, folderOf, runPart }: GroupRun,
): Promise<readonly RunResult[] | undefined> {
  checkModels(group, args);
  if (args.calibrationIdsFile !== undefined) {
    throw new UsageError(
      `Cannot use --calibration-ids with "${group.name}": ids are of one data set, and it is a group of ` +
        "suites; run one of them",
    );
  }
  const folder = await folderOf(configurationOf(group, args));
  const begun = await begunParts(group, folder);
  if (args.resume && begun.size === 0) {
    throw new UserError(
      `Cannot resume: there must be a journal of an earlier run, got none below "${folder}"; ` +
        "leave out --resume to start anew",
    );
  }
  const results: { readonly part: Suite; readonly result: RunResult }[] = [];
  const missing: { readonly part: Suite; readonly error: MissingDataError }[] = [];
  for (const part of group.parts) {
    const models = modelsOf(part, args);
    if (models?.length === 0) continue;
    try {
      const result = await runPart(part, {
        folder: partFolder(part, folder),
        args: {
          ...args,
          request: { ...args.request, models },
          resume: args.resume && begun.has(part),
        },
      });
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

function partFolder(part: Suite, folder: string): string {
  return join(folder, basename(part.folder));
}

/** The suites that an earlier run has begun. */
async function begunParts({ parts }: SuiteGroup, folder: string): Promise<ReadonlySet<Suite>> {
  const begun = new Set<Suite>();
  for (const part of parts) if (await hasOwnJournal(partFolder(part, folder))) begun.add(part);
  return begun;
}

/** The models of a suite that were asked for; undefined for all. */
function modelsOf(
  { models: own }: Suite,
  { request: { models } }: RunArguments,
): readonly string[] | undefined {
  return models?.filter((model) => own.some(({ name }) => name === model));
}

function checkModels({ name: group, parts }: SuiteGroup, { request: { models } }: RunArguments) {
  const known = parts.flatMap((part) => part.models.map(({ name }) => name));
  const unknown = models?.find((model) => !known.includes(model));
  if (unknown === undefined) return;
  throw new UsageError(
    `Cannot run model "${unknown}": the suites of "${group}" have ${known.join(", ")}; ` +
      `type --models ${known[0]}`,
  );
}

/** Hash of what was asked for: the parts' own hashes, in their folders, hold data and models too. */
function configurationOf(group: SuiteGroup, { request }: RunArguments): string {
  const parts = group.parts.map(({ sha256: hash }) => hash);
  return sha256(JSON.stringify([version, parts, request])).slice(0, 12);
}
