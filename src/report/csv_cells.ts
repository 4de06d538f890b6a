/** One cell of a CSV text as it stands there, and where it begins (line and column from 1). */
export interface CsvCell {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

const cellEnd = /[",\r\n]/g;

/**
 * The records of a CSV text by RFC 4180: cells separated by commas, records by LF or CR LF, a
 * quoted cell may hold commas, line ends and doubled quotes. The line end of the last record may
 * be missing.
 *
 * @throws {SyntaxError} When a quote is never closed, is followed by text, or stands inside an
 * unquoted cell, and when a CR is not followed by LF; with the line and the column.
 *
 * @example
 * ```ts
 * import { csvRecords } from "./csv_cells.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const records = [...csvRecords('a,b\n1,"x, y"\n')];
 * assertEquals(records.map((cells) => cells.map((cell) => cell.text)), [["a", "b"], ["1", "x, y"]]);
 * ```
 */
export function* csvRecords(text: string): Generator<readonly CsvCell[]> {
  let at = 0;
  let line = 1;
  let lineStart = 0;
  let cells: CsvCell[] = [];
  while (at < text.length || cells.length > 0) {
    const start = { line, column: at - lineStart + 1 };
    const fail = (rule: string, position: number): never => {
      throw new SyntaxError(
        `Cannot read CSV at line ${line}, column ${position - lineStart + 1}: ${rule}`,
      );
    };
    let value: string;
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close < 0) {
        return fail("a quoted cell must end with a quote, got the end of the text", at);
      }
      const quoted = text.slice(at + 1, close);
      value = quoted.replaceAll('""', '"');
      const lastBreak = quoted.lastIndexOf("\n");
      if (lastBreak >= 0) {
        line += quoted.split("\n").length - 1;
        lineStart = at + 1 + lastBreak + 1;
      }
      at = close + 1;
    } else {
      cellEnd.lastIndex = at;
      const end = cellEnd.exec(text)?.index ?? text.length;
      if (text[end] === '"') {
        return fail("a quote may only open a cell: quote the whole cell and double the quote", end);
      }
      value = text.slice(at, end);
      at = end;
    }
    cells.push({ text: value, ...start });
    if (text[at] === ",") {
      at += 1;
      continue;
    }
    if (text[at] === "\r" && text[at + 1] !== "\n") {
      return fail("a carriage return must be followed by a line feed", at);
    }
    if (text[at] === "\r") at += 1;
    if (at < text.length && text[at] !== "\n") {
      return fail(
        `a closing quote must be followed by a comma or a line end, got ${
          JSON.stringify(text[at])
        }`,
        at,
      );
    }
    yield cells;
    cells = [];
    at += 1;
    line += 1;
    lineStart = at;
  }
}

/** Where the quoted cell ends that begins at `from`: its first undoubled quote, or -1. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}
