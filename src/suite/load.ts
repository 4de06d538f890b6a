import { closestString } from "@std/text";
import { basename, dirname, fromFileUrl, join, resolve } from "@std/path";
import { type Dataset, digits, sha256 } from "../data/mod.ts";
import type { Graph } from "../graph/mod.ts";
import { UsageError, UserError } from "./error.ts";
import { type DataShape, readFloat32Model, readShippedModel } from "./model_files.ts";
import { type SuiteDescription, suiteSchema } from "./schema.ts";
import type { ShippedModel } from "./shipped.ts";

/** A suite and the folder it lives in. */
export interface Suite extends SuiteDescription {
  readonly folder: string;
  /** SHA-256 of its suite.json. */
  readonly sha256: string;
}

/** A model of a suite, read and checked. */
export interface SuiteModel {
  readonly name: string;
  readonly graph: Graph;
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** What its maker shipped, where the suite names that. */
  readonly shipped?: ShippedModel;
}

/** The data sets by name. Each is loaded when asked for. */
const datasets: Readonly<Record<string, () => Promise<Dataset>>> = { digits };

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
 * A suite by name, or by the path of its folder or of its suite.json.
 *
 * @throws {UsageError} When there is none.
 * @throws {UserError} When its suite.json breaks a rule: names file, path and rule.
 */
export async function loadSuite(nameOrPath: string): Promise<Suite> {
  const file = await suiteFile(nameOrPath);
  const text = await Deno.readTextFile(file);
  const folder = dirname(file);
  return { ...parseSuite(text, file), folder, sha256: sha256(text) };
}

async function suiteFile(nameOrPath: string): Promise<string> {
  const known = await suiteNames();
  if (known.includes(nameOrPath)) return join(builtInSuites(), nameOrPath, "suite.json");
  const path = basename(nameOrPath) === "suite.json" ? nameOrPath : join(nameOrPath, "suite.json");
  if (await isFile(path)) return resolve(path);
  const hint = known.length > 0 ? ` (did you mean "${closestString(nameOrPath, known)}"?)` : "";
  throw new UsageError(
    `Cannot find suite "${nameOrPath}": it must be ${known.map((n) => `"${n}"`).join(", ")} ` +
      `or a folder with a suite.json${hint}`,
  );
}

/**
 * A suite.json, checked.
 *
 * @throws {UserError} Names the file, the path inside it and the rule.
 */
export function parseSuite(text: string, file: string): SuiteDescription {
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
  const result = suiteSchema.safeParse(json);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) =>
    `  ${path.map(String).join(".") || "(root)"}: ${message}`
  );
  throw new UserError(`Cannot use suite "${file}":\n${issues.join("\n")}`);
}

/**
 * The data set of a suite.
 *
 * @throws {UserError} When there is none of that name.
 */
export async function loadDataset(suite: Suite): Promise<Dataset> {
  const load = Object.hasOwn(datasets, suite.dataset) ? datasets[suite.dataset] : undefined;
  if (load === undefined) {
    throw new UserError(
      `Cannot use suite "${suite.name}": its data set must be one of ` +
        `${Object.keys(datasets).map((name) => `"${name}"`).join(", ")}, got "${suite.dataset}"`,
    );
  }
  return await load();
}

/**
 * Models of a suite by name, in the suite's order, with what was shipped of them, each fitting the shape
 * of the data.
 *
 * @throws {UserError} When a file is missing, too large, not the one that the suite names by hash, or
 * no model that this suite can run.
 */
export async function loadModels(
  suite: Suite,
  names: readonly string[],
  data: DataShape,
): Promise<readonly SuiteModel[]> {
  const models: SuiteModel[] = [];
  for (const { name, shipped, ...file } of suite.models) {
    if (!names.includes(name)) continue;
    const use = { suite, data };
    const { graph, sha256: hash } = await readFloat32Model(name, file, use);
    models.push({
      name,
      graph,
      sha256: hash,
      ...(shipped &&
        { shipped: await readShippedModel(name, shipped, { ...use, float32: graph }) }),
    });
  }
  return models;
}
