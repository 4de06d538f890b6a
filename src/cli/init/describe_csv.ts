import { csvColumns, type PartDescription } from "../../data/mod.ts";
import { UserError } from "../../suite/error.ts";
import { elementCount } from "../../tensor/mod.ts";
import type { DataQuestion } from "./data_question.ts";

/** Names that a column of classes usually has. */
const labelNames = /^(y|label|class|target|category)$/i;

/**
 * Which column of a table is the class: by its name, or the last where there is one column too many.
 *
 * @throws {UserError} When the other columns are not the values of one sample.
 */
export async function describeCsv(
  { data, shape, stored }: DataQuestion,
): Promise<PartDescription> {
  const names = await csvColumns(data);
  const size = elementCount(shape);
  const label = names.find((name) => labelNames.test(name)) ??
    (names.length === size + 1 ? names.at(-1) : undefined);
  const values = names.length - (label === undefined ? 0 : 1);
  if (values !== size) {
    throw new UserError(
      `Cannot use --data "${data}": the model takes ${size} values, so the table must have ${size} ` +
        `columns and one more for the class ("label"), got ${names.length}: ` +
        names.slice(0, 20).join(", "),
    );
  }
  return { reader: "csv", name: "data", file: stored(data), ...(label !== undefined && { label }) };
}
