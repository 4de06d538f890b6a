import { distinct } from "../charts/select.ts";

/** The number of a model in the filter; none for a name that no table of results has. */
export type NumberOfModel = (model: string) => number | undefined;

/**
 * The models of some tables, in order of first appearance, numbered from 0. The page filters by these numbers,
 * so that a name is only ever text.
 */
export function numberedModels(
  tables: readonly (readonly { readonly model: string }[])[],
): { readonly models: readonly string[]; readonly numberOf: NumberOfModel } {
  const models = distinct(tables.flat(), ({ model }) => model);
  const numbers = new Map(models.map((model, number) => [model, number]));
  return { models, numberOf: (model) => numbers.get(model) };
}
