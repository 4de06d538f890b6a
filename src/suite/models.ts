import type { Graph } from "../graph/mod.ts";
import { type ModelUse, readFloat32Model, readShippedModel } from "./model_files.ts";
import type { Suite } from "./load.ts";
import type { ShippedModel } from "./shipped.ts";

/** A model of a suite, read and checked. */
export interface SuiteModel {
  readonly name: string;
  readonly graph: Graph;
  /** SHA-256 of the file. */
  readonly sha256: string;
  /** What its maker shipped, where the suite names that. */
  readonly shipped?: ShippedModel;
}

/**
 * Models of a suite by name, in the suite's order, with what was shipped of them, each fitting the data.
 *
 * @throws {UserError} When a file is missing, too large, not the one that the suite names by hash, or
 * no model that this suite can run.
 */
export async function loadModels(
  suite: Suite,
  names: readonly string[],
  { data, dataDir }: Pick<ModelUse, "data" | "dataDir">,
): Promise<readonly SuiteModel[]> {
  const models: SuiteModel[] = [];
  for (const { name, shipped, ...file } of suite.models) {
    if (!names.includes(name)) continue;
    const use = { suite, data, dataDir };
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
