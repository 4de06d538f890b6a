import { closestString } from "@std/text";
import { basename, dirname, fromFileUrl, join, resolve } from "@std/path";
import { type Dataset, digits, sha256 } from "../data/mod.ts";
import { readModel } from "../formats/mod.ts";
import { type Graph, ModelError } from "../graph/mod.ts";
import { elementsPerSample, formatShape, sampleShape } from "../tensor/mod.ts";
import { UsageError, UserError } from "./error.ts";
import { type SuiteDescription, suiteSchema } from "./schema.ts";

/** The largest model file that is read, in bytes. */
const modelBytesLimit = 1 << 30;

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
}

/** The data sets by name. Each is loaded when asked for. */
const datasets: Readonly<Record<string, () => Promise<Dataset>>> = { digits };

/** The folder of the suites that come with ptqbench. */
export function builtInSuites(): string {
  return resolve(fromFileUrl(new URL("../../suites", import.meta.url)));
}

/** Names of the suites that come with ptqbench. */
export async function suiteNames(): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(builtInSuites())) {
    if (entry.isDirectory) names.push(entry.name);
  }
  return names.sort();
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
  try {
    if ((await Deno.stat(path)).isFile) return resolve(path);
  } catch {
    // No such file: the error below says what there is.
  }
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
 * Models of a suite by name, in the suite's order, each fitting the shape of the data.
 *
 * @throws {UserError} When a file is missing, too large, not the one that the suite names by hash, or
 * no model that this suite can run.
 */
export async function loadModels(
  suite: Suite,
  names: readonly string[],
  data: { readonly shape: readonly number[]; readonly classes: number },
): Promise<readonly SuiteModel[]> {
  const models: SuiteModel[] = [];
  for (const { name, file, sha256: expected } of suite.models) {
    if (!names.includes(name)) continue;
    const path = join(suite.folder, file);
    const bytes = await readModelFile(name, path);
    const actual = sha256(bytes);
    if (expected !== undefined && expected !== actual) {
      throw new UserError(
        `Cannot use model "${name}" (${path}): the suite says SHA-256 ${expected}, got ${actual}`,
      );
    }
    models.push({
      name,
      graph: readSuiteModel(name, { path, bytes, suite, data }),
      sha256: actual,
    });
  }
  return models;
}

async function readModelFile(name: string, path: string): Promise<Uint8Array> {
  try {
    const { size } = await Deno.stat(path);
    if (size > modelBytesLimit) {
      throw new UserError(
        `Cannot read model "${name}" (${path}): it must have at most ${modelBytesLimit} bytes, ` +
          `got ${size}`,
      );
    }
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `Cannot read model "${name}": ${error instanceof Error ? error.message : error}`,
    );
  }
}

function readSuiteModel(
  name: string,
  { path, bytes, suite, data }: {
    readonly path: string;
    readonly bytes: Uint8Array;
    readonly suite: Suite;
    readonly data: { readonly shape: readonly number[]; readonly classes: number };
  },
): Graph {
  let graph: Graph;
  try {
    graph = readModel(path, bytes, { name, batch: "leading" });
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    throw new UserError(`Cannot use model "${name}" (${path}): ${error.message}`);
  }
  const problem = fitProblem(graph, suite, data);
  if (problem) throw new UserError(`Cannot use model "${name}" (${path}): ${problem}`);
  return graph;
}

/** Why a model cannot run on the data of a suite, if it cannot. */
function fitProblem(
  { inputs, outputs, values }: Graph,
  suite: Suite,
  data: { readonly shape: readonly number[]; readonly classes: number },
): string | undefined {
  if (inputs.length !== 1 || outputs.length !== 1) {
    return `it must have one input and one output, got ${inputs.length} and ${outputs.length}`;
  }
  const integer = [...values.values()].find(({ type }) => type.dtype !== "float32");
  if (integer) {
    return `it must be a float32 model, which the schemes quantize, got ${integer.type.dtype} for ` +
      `"${integer.name}"`;
  }
  const [height, width, channels] = data.shape as readonly [number, number, number];
  const expected = suite.preprocessing.layout === "nchw"
    ? ["batch", channels, height, width] as const
    : ["batch", height, width, channels] as const;
  const { name, shape } = inputs[0]!;
  if (formatShape(shape) !== formatShape(expected)) {
    return `its input "${name}" must have the shape of the data, ${formatShape(expected)} ` +
      `(${suite.preprocessing.layout}, a symbolic batch first), got ${formatShape(shape)}`;
  }
  const output = outputs[0]!;
  if (sampleShape(output.shape).length !== 1 || elementsPerSample(output.shape) !== data.classes) {
    return `its output "${output.name}" must be [batch, ${data.classes}], one logit a class, ` +
      `got ${formatShape(output.shape)}`;
  }
  return undefined;
}
