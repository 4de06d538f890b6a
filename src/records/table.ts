/** A cell of an output table. Absent is `undefined`, written as an empty cell, never 0 or NaN. */
export type Cell = string | number | undefined;

/** A row type: every key a column, every value a cell. */
export type RowOf<K extends string> = { readonly [key in K]: Cell };

/** An output table: its file name without ending, and what each column means, in column order. */
export interface Table<Row> {
  readonly name: string;
  readonly describe: { readonly [K in keyof Row & string]-?: string };
}

/** The CSV header of a row key: `valueLo` -> `value_lo`. */
export function columnName(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
