/** The column tables of docs/outputs.md, from the records; `deno task golden` writes them anew. */
import {
  accuracyTable,
  calibrationTable,
  columnName,
  comparisonsTable,
  costTable,
  decisionsTable,
  latencyTable,
  layersTable,
  mixedTable,
  thresholdsTable,
} from "../../src/records/mod.ts";
import { markdownTable } from "../../src/report/markdown.ts";

/** The part of a table that its documentation needs. */
export interface DocumentedTable {
  readonly name: string;
  readonly describe: Readonly<Record<string, string>>;
  readonly kinds: Readonly<Record<string, string>>;
}

export const documentedTables: readonly DocumentedTable[] = [
  accuracyTable,
  comparisonsTable,
  decisionsTable,
  thresholdsTable,
  layersTable,
  costTable,
  calibrationTable,
  latencyTable,
  mixedTable,
];

export const outputsDocUrl = new URL("../../docs/outputs.md", import.meta.url);

/** The column table of one CSV file. */
export function columnDocs({ describe, kinds }: DocumentedTable): string {
  const holds = (kind = "") => kind.endsWith("?") ? `${kind.slice(0, -1)} or empty` : kind;
  return markdownTable(
    ["column", "holds", "meaning"],
    Object.entries(describe).map((
      [key, meaning],
    ) => [`\`${columnName(key)}\``, holds(kinds[key]), meaning]),
  );
}

/** The document with each column table made anew between its markers. */
export function withColumnDocs(text: string): string {
  return documentedTables.reduce((doc, table) => {
    const [begin, end] = [`<!-- columns of ${table.name} -->\n`, `<!-- end of ${table.name} -->`];
    const [from, to] = [doc.indexOf(begin), doc.indexOf(end)];
    if (from < 0 || to < from) {
      throw new Error(`Cannot document ${table.name}.csv: the document must hold ${begin.trim()}`);
    }
    return `${doc.slice(0, from)}${begin}\n${columnDocs(table)}\n\n${doc.slice(to)}`;
  }, text);
}
