import { quoted, refusal } from "../refusal.ts";
import { isDecimal } from "./csv_line.ts";

/** What the first line of a table says. */
export interface CsvHeader {
  readonly names: readonly string[];
  /** The column of the class; absent where samples have no labels. */
  readonly labelAt: number | undefined;
}

/** Options of {@link parseCsvHeader}. */
export interface CsvHeaderOptions {
  readonly file: string;
  /** Values of a sample. */
  readonly size: number;
  /** The name of the column of the class. */
  readonly label: string | undefined;
}

/**
 * Reads the header of a table. A first line of data would be lost unnoticed, so a header has to look like
 * one: its names differ, and are not all numbers unless they count columns from 0 or 1.
 *
 * @throws {DataError} When it is none, has no such column, or not one column a value.
 */
export function parseCsvHeader(
  cells: readonly string[],
  { file, size, label }: CsvHeaderOptions,
): CsvHeader {
  const names = cells.map((cell) => cell.trim());
  const values = names.filter((name) => name !== label);
  if (new Set(names).size < names.length || names.includes("") || isData(values)) {
    throw refusal(
      file,
      "its first line must name every column, each by another name, got " +
        quoted(names.join(",")),
    );
  }
  const labelAt = label === undefined ? undefined : names.indexOf(label);
  if (labelAt === -1) {
    const shown = names.slice(0, 20).map(quoted).join(", ");
    throw refusal(
      file,
      `it has no column ${quoted(label!)}; there are: ${shown}${names.length > 20 ? ", ..." : ""}`,
    );
  }
  if (values.length !== size) {
    const rest = label === undefined ? "" : ` beside ${quoted(label)}`;
    throw refusal(
      file,
      `a sample has ${size} values, so there must be ${size} columns${rest}, got ${values.length}`,
    );
  }
  return { names, labelAt };
}

function isData(names: readonly string[]): boolean {
  const counted = [0, 1].some((first) => names.every((name, at) => name === `${first + at}`));
  return !counted && names.every(isDecimal);
}
