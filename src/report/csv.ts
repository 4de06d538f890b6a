import { columnName, type Table } from "../records/mod.ts";
import { type CsvCell, csvRecords } from "./csv_cells.ts";

type Value = string | number | undefined;
type Column = readonly [key: string, kind: string];

/** C0 and C1 control characters and DEL. */
const controlCharacters = /\p{Cc}/gu;

/** Text that a spreadsheet may take for a formula, also behind apostrophes of ours. */
const formula = /^'*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

const number = /^-?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Rows as CSV (RFC 4180, lines end with LF): a header of snake_case names in the order of
 * `table.describe`, then one record a row. An absent value is an empty cell. A number is the
 * shortest decimal that reads back as the same float64. Control characters are removed from text,
 * and text that a spreadsheet may take for a formula gets a leading apostrophe (OWASP, "CSV
 * Injection"), which `fromCsv` takes off again.
 *
 * @throws {RangeError} When a number is not finite: what is absent must be `undefined`.
 * @throws {TypeError} When a cell does not hold what `table.kinds` says.
 *
 * @example
 * ```ts
 * import { toCsv } from "./csv.ts";
 * import { assertEquals } from "@std/assert";
 * import type { Table } from "../records/mod.ts";
 *
 * const table: Table<{ model: string; sqnrDb: number | undefined }> = {
 *   name: "example",
 *   describe: { model: "Model name", sqnrDb: "SQNR in dB" },
 *   kinds: { model: "text", sqnrDb: "number?" },
 * };
 * assertEquals(toCsv(table, [{ model: "a,b", sqnrDb: undefined }]), 'model,sqnr_db\n"a,b",\n');
 * ```
 */
export function toCsv<Row extends object>(table: Table<Row>, rows: readonly Row[]): string {
  const columns = columnsOf(table);
  const lines = [columns.map(([key]) => columnName(key)).join(",")];
  for (const [index, row] of rows.entries()) {
    const values = row as Readonly<Record<string, Value>>;
    lines.push(
      columns.map((column) => writeCell(values[column[0]], column, `${table.name} row ${index}`))
        .join(","),
    );
  }
  return lines.join("\n") + "\n";
}

/**
 * The rows of a CSV text that `toCsv` wrote: numbers as numbers, empty optional cells as
 * `undefined`. CR LF line ends and a byte order mark are accepted. What text stands for is not
 * checked.
 *
 * @throws {SyntaxError} When the text is not CSV, the header is not the table's, or a cell does not
 * hold what its column asks for; with the line and the column.
 *
 * @example
 * ```ts
 * import { fromCsv, toCsv } from "./csv.ts";
 * import { latencyTable } from "../records/mod.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fromCsv(latencyTable, toCsv(latencyTable, [])), []);
 * ```
 */
export function fromCsv<Row extends object>(table: Table<Row>, text: string): readonly Row[] {
  const columns = columnsOf(table);
  const records = csvRecords(text.replace(/^\ufeff/, ""));
  checkHeader(table.name, columns, records.next().value ?? []);
  const rows: Row[] = [];
  for (const cells of records) {
    const first = cells[0]!;
    if (cells.length !== columns.length) {
      throw new SyntaxError(
        `Cannot read ${table.name}.csv at line ${first.line}, column 1: ` +
          `a record must have ${columns.length} cells, got ${cells.length}`,
      );
    }
    const entries = columns.map((column, index) => [
      column[0],
      readCell(cells[index]!, column, table.name),
    ]);
    rows.push(Object.fromEntries(entries) as Row);
  }
  return rows;
}

function columnsOf<Row>(table: Table<Row>): readonly Column[] {
  const kinds = table.kinds as Readonly<Record<string, string>>;
  return Object.keys(table.describe).map((key) => [key, kinds[key]!]);
}

function writeCell(value: Value, [key, kind]: Column, where: string): string {
  if (value === undefined && kind.endsWith("?")) return "";
  if (kind.startsWith("number") && typeof value === "number") {
    if (Number.isFinite(value)) return String(value);
    throw new RangeError(
      `Cannot write ${where}, ${key}: a number must be finite, or undefined where absent, ` +
        `got ${value}`,
    );
  }
  if (kind.startsWith("text") && typeof value === "string") return writeText(value);
  throw new TypeError(`Cannot write ${where}, ${key}: it must be ${kind}, got ${typeof value}`);
}

function writeText(value: string): string {
  const clean = value.replaceAll(controlCharacters, "");
  const harmless = formula.test(clean) ? `'${clean}` : clean;
  return /[",]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

function readCell({ text, line, column }: CsvCell, [key, kind]: Column, name: string): Value {
  if (text === "" && kind.endsWith("?")) return undefined;
  if (kind.startsWith("text")) {
    return text.startsWith("'") && formula.test(text) ? text.slice(1) : text;
  }
  const value = Number(text);
  if (number.test(text) && Number.isFinite(value)) return value;
  throw new SyntaxError(
    `Cannot read ${name}.csv at line ${line}, column ${column}: ` +
      `${columnName(key)} must be a finite number${kind.endsWith("?") ? " or empty" : ""}, ` +
      `got ${JSON.stringify(text.slice(0, 40))}`,
  );
}

function checkHeader(name: string, columns: readonly Column[], header: readonly CsvCell[]): void {
  const names = columns.map(([key]) => columnName(key));
  for (let index = 0; index < Math.max(names.length, header.length); index++) {
    const [wanted, found] = [names[index], header[index]];
    if (wanted === found?.text) continue;
    throw new SyntaxError(
      `Cannot read ${name}.csv at line 1, column ${found?.column ?? 1}: the header must be ` +
        `${names.join(",")}; column ${index + 1} must be ${wanted ?? "absent"}, ` +
        `got ${found === undefined ? "nothing" : JSON.stringify(found.text.slice(0, 40))}`,
    );
  }
}
