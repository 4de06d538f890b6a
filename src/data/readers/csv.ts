import { elementCount } from "../../tensor/mod.ts";
import { refusal } from "../refusal.ts";
import { ClassColumn } from "./class_column.ts";
import { type CsvHeader, parseCsvHeader } from "./csv_header.ts";
import { csvNumber, splitCsvLine } from "./csv_line.ts";
import { withInputFile } from "./input_file.ts";
import type { PartFor, ReadContext, ReadPart } from "./reader.ts";
import { checkCount, sampleArray } from "./sample_array.ts";
import { SharedFloats } from "./shared_floats.ts";
import { textLines } from "./text_lines.ts";

const maxFileBytes = 256_000_000;

/** Characters of a line: so many for each value, and for the names of columns. */
const maxValueLength = 64;
const maxNamesLength = 65_536;

/** Characters of a header, before it is known how many columns there must be. */
const maxColumnsLength = 2 ** 24;

/**
 * Reads samples from a comma-separated table into shared memory as float32: a header line, then a
 * sample a row. One column may be the class, by name or by integer; all others are the values of the
 * sample, in the order of the columns. Blank lines are skipped, a field ends on its line.
 *
 * @throws {DataError} When the file is missing, no such table or above 256 MB, or a cell is no finite
 * number: names line and column.
 */
export async function readCsv(part: PartFor<"csv">, context: ReadContext): Promise<ReadPart> {
  const file = context.locate(part.file);
  const { shape } = context;
  const bytes = await withInputFile(file, ({ size }) => Promise.resolve(size));
  if (bytes > maxFileBytes) {
    throw refusal(
      file,
      `a table may have ${maxFileBytes} bytes, got ${bytes}; ` +
        "save its values with numpy.save as .npy, then they are read from disk",
    );
  }
  const table = await readTable(file, { size: elementCount(shape), label: part.label, bytes });
  if (table.header === undefined) throw refusal(file, "it must have a header line, got nothing");
  const { rows, values, classes } = table;
  checkCount(file, rows);
  const samples = sampleArray({
    file,
    sizes: [rows, ...shape],
    type: "float32",
    bytes: { kind: "memory", bytes: values.bytes() },
    offset: 0,
    shape,
    order: "as-stored",
  });
  const named = part.label === undefined ? undefined : classes.finish();
  return {
    part: samples,
    count: rows,
    labels: named?.labels,
    classNames: named?.classNames,
  };
}

interface TableOptions {
  /** Values of a sample. */
  readonly size: number;
  readonly label: string | undefined;
  /** Bytes of the file. */
  readonly bytes: number;
}

async function readTable(file: string, { size, label, bytes }: TableOptions) {
  // A value takes two bytes of text at least, its digit and a comma, and four in memory.
  const values = new SharedFloats(2 * (bytes + 1));
  const classes = new ClassColumn(file);
  let header: CsvHeader | undefined;
  let number = 0;
  let rows = 0;
  const maxLineLength = maxNamesLength + maxValueLength * size;
  for await (const lines of textLines(file, { maxLineLength })) {
    for (const line of lines) {
      number++;
      if (line === "") continue;
      const cells = splitCsvLine(line, { file, number });
      if (header === undefined) {
        header = parseCsvHeader(cells, { file, size, label });
        continue;
      }
      addRow(cells, { file, number, header, values, classes });
      rows++;
    }
  }
  return { header, rows, values, classes };
}

interface RowOptions {
  readonly file: string;
  readonly number: number;
  readonly header: CsvHeader;
  readonly values: SharedFloats;
  readonly classes: ClassColumn;
}

function addRow(
  cells: readonly string[],
  { file, number, header, values, classes }: RowOptions,
): void {
  const { names, labelAt } = header;
  if (cells.length !== names.length) {
    throw refusal(
      file,
      `line ${number} must have ${names.length} columns like the header, got ${cells.length}`,
    );
  }
  for (const [at, cell] of cells.entries()) {
    const where = { file, number, column: names[at]! };
    if (at === labelAt) classes.add(cell, where);
    else values.push(csvNumber(cell, where));
  }
}

/**
 * The names of the columns of a table: its first line.
 *
 * @throws {DataError} When the file is missing or empty.
 */
export async function csvColumns(file: string): Promise<readonly string[]> {
  for await (const [first] of textLines(file, { maxLineLength: maxColumnsLength })) {
    if (first !== undefined && first !== "") {
      return splitCsvLine(first, { file, number: 1 }).map((name) => name.trim());
    }
  }
  throw refusal(file, "it must have a header line, got nothing");
}
