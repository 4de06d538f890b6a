/** A cell of an output table. Absent is `undefined`, written as an empty cell, never 0 or NaN. */
export type Cell = string | number | undefined;

/** A row type: every key a column, every value a cell. */
export type RowOf<K extends string> = { readonly [key in K]: Cell };

/** What a column holds; with `?`, a cell may be absent. */
export type CellKind = "text" | "text?" | "number" | "number?";

/** The kind that a row's value type asks for. */
export type KindOf<Value> = undefined extends Value
  ? Exclude<Value, undefined> extends string ? "text?" : "number?"
  : Value extends string ? "text"
  : "number";

/**
 * An output table: its file name without ending, what each column means, in column order, and
 * what each column holds, so that a table can be read back.
 */
export interface Table<Row> {
  readonly name: string;
  readonly describe: { readonly [K in keyof Row & string]-?: string };
  readonly kinds: { readonly [K in keyof Row & string]-?: KindOf<Row[K]> };
}

/** The CSV header of a row key: `valueLo` -> `value_lo`. */
export function columnName(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
