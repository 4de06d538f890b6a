import { closestString } from "@std/text";
import { basename, fromFileUrl, join, resolve } from "@std/path";
import { type DatasetManifest, manifestSchema } from "./dataset_schema.ts";
import { DataError } from "./error.ts";

/** A manifest is a page of text; what is larger is something else. */
const maxBytes = 4_000_000;

/** The folder of the manifests that come with ptqbench. */
function builtInDatasets(): string {
  return resolve(fromFileUrl(new URL("../../datasets", import.meta.url)));
}

/** Names of the data sets that come with ptqbench. */
export async function datasetNames(): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(builtInDatasets())) {
    if (entry.isDirectory) names.push(entry.name);
  }
  return names.sort();
}

/**
 * A data set by name, or by the path of its folder or of its manifest.json.
 *
 * @throws {DataError} When there is none, or its manifest.json breaks a rule: names file, path and rule.
 *
 * @example
 * ```ts
 * import { loadManifest } from "./manifests.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { samples } = await loadManifest("fashion-mnist");
 * assertEquals(samples.shape, [28, 28, 1]);
 * ```
 */
export async function loadManifest(nameOrPath: string): Promise<DatasetManifest> {
  const file = await manifestFile(nameOrPath);
  if ((await Deno.stat(file)).size > maxBytes) {
    throw new DataError(`Cannot read data set "${file}": it must have at most ${maxBytes} bytes`);
  }
  return parseManifest(await Deno.readTextFile(file), file);
}

async function manifestFile(nameOrPath: string): Promise<string> {
  const known = await datasetNames();
  if (known.includes(nameOrPath)) return join(builtInDatasets(), nameOrPath, "manifest.json");
  const path = basename(nameOrPath) === "manifest.json"
    ? nameOrPath
    : join(nameOrPath, "manifest.json");
  try {
    if ((await Deno.stat(path)).isFile) return resolve(path);
  } catch {
    // No such file: the error below says what there is.
  }
  throw new DataError(
    `Cannot find data set "${nameOrPath}": it must be ${known.map((n) => `"${n}"`).join(", ")} ` +
      `or a folder with a manifest.json (did you mean "${closestString(nameOrPath, known)}"?)`,
  );
}

/**
 * A manifest.json, checked.
 *
 * @throws {DataError} Names the file, the path inside it and the rule.
 */
export function parseManifest(text: string, file: string): DatasetManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new DataError(
      `Cannot read data set "${file}": it must be JSON: ${
        error instanceof Error ? error.message : error
      }`,
    );
  }
  const result = manifestSchema.safeParse(json);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) =>
    `  ${path.map(String).join(".") || "(root)"}: ${message}`
  );
  throw new DataError(`Cannot use data set "${file}":\n${issues.join("\n")}`);
}
