import { closestString } from "@std/text";
import { basename, dirname, fromFileUrl, join, resolve } from "@std/path";
import { sha256 } from "../data/mod.ts";
import { UsageError, UserError } from "./error.ts";
import { issueLines } from "./issues.ts";
import {
  type SuiteDescription,
  type SuiteGroupDescription,
  suiteGroupSchema,
  suiteSchema,
} from "./schema.ts";

/** A suite and the folder it lives in. */
export interface Suite extends SuiteDescription {
  readonly folder: string;
  /** SHA-256 of its suite.json. */
  readonly sha256: string;
}

/** Suites that are run one after the other, each on data of its own. */
export interface SuiteGroup extends Omit<SuiteGroupDescription, "parts"> {
  readonly parts: readonly Suite[];
}

/** The folder of the suites that come with ptqbench. */
export function builtInSuites(): string {
  return resolve(fromFileUrl(new URL("../../suites", import.meta.url)));
}

/** Names of the suites that come with ptqbench: of the folders that hold a suite.json. */
export async function suiteNames(folder: string = builtInSuites()): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const isSuite = entry.isDirectory && await isFile(join(folder, entry.name, "suite.json"));
    if (isSuite) names.push(entry.name);
  }
  return names.sort();
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

/**
 * A suite, or a group of suites, by name, or by the path of its folder or of its suite.json. A part of a
 * group that comes with ptqbench is named `GROUP/PART`.
 *
 * @throws {UsageError} When there is none.
 * @throws {UserError} When its suite.json breaks a rule: names file, path and rule.
 */
export async function loadSuites(nameOrPath: string): Promise<Suite | SuiteGroup> {
  const file = await suiteFile(nameOrPath);
  const text = await Deno.readTextFile(file);
  const folder = dirname(file);
  const parsed = parseSuiteFile(text, file);
  if (!("parts" in parsed)) return { ...parsed, folder, sha256: sha256(text) };
  const parts: Suite[] = [];
  for (const part of parsed.parts) parts.push(await loadPart(join(folder, part, "suite.json")));
  return { ...parsed, parts };
}

/**
 * A suite by name, or by the path of its folder or of its suite.json.
 *
 * @throws {UsageError} When there is none, or it is a group of suites.
 * @throws {UserError} When its suite.json breaks a rule: names file, path and rule.
 */
export async function loadSuite(nameOrPath: string): Promise<Suite> {
  const suite = await loadSuites(nameOrPath);
  if (!isGroup(suite)) return suite;
  const [first] = suite.parts;
  throw new UsageError(
    `Cannot use suite "${nameOrPath}": it has to be one suite, and is a group of ` +
      `${suite.parts.length}; name one of them, such as ${
        join(nameOrPath, basename(first!.folder))
      }`,
  );
}

/** Whether what was loaded is a group of suites. */
export function isGroup(suite: Suite | SuiteGroup): suite is SuiteGroup {
  return "parts" in suite;
}

async function loadPart(file: string): Promise<Suite> {
  let text: string;
  try {
    text = await Deno.readTextFile(file);
  } catch (error) {
    throw new UserError(
      `Cannot read suite "${file}": ${error instanceof Error ? error.message : error}`,
    );
  }
  return { ...parseSuite(text, file), folder: dirname(file), sha256: sha256(text) };
}

async function suiteFile(nameOrPath: string): Promise<string> {
  const known = await suiteNames();
  const path = basename(nameOrPath) === "suite.json" ? nameOrPath : join(nameOrPath, "suite.json");
  const places = known.includes(nameOrPath.split("/")[0]!)
    ? [join(builtInSuites(), path), path]
    : [path];
  for (const place of places) if (await isFile(place)) return resolve(place);
  const hint = known.length > 0 ? ` (did you mean "${closestString(nameOrPath, known)}"?)` : "";
  throw new UsageError(
    `Cannot find suite "${nameOrPath}": it must be ${known.map((n) => `"${n}"`).join(", ")} ` +
      `or a folder with a suite.json${hint}`,
  );
}

/**
 * The suite.json of a suite, checked.
 *
 * @throws {UserError} Names the file, the path inside it and the rule.
 */
export function parseSuite(text: string, file: string): SuiteDescription {
  const parsed = parseSuiteFile(text, file);
  if (!("parts" in parsed)) return parsed;
  throw new UserError(`Cannot use suite "${file}": it must be one suite, and is a group of suites`);
}

function parseSuiteFile(text: string, file: string): SuiteDescription | SuiteGroupDescription {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UserError(
      `Cannot read suite "${file}": it must be JSON: ${
        error instanceof Error ? error.message : error
      }`,
    );
  }
  const isGroup = typeof json === "object" && json !== null && "parts" in json;
  const result = (isGroup ? suiteGroupSchema : suiteSchema).safeParse(json);
  if (result.success) return result.data;
  throw new UserError(
    `Cannot use suite "${file}":\n${
      issueLines(result.error).map((line) => `  ${line}`).join("\n")
    }`,
  );
}
