import { maxLabel } from "../limits.ts";
import { quoted, refusal } from "../refusal.ts";
import { type CsvCell, isDecimal } from "./csv_line.ts";
import { makeLabels } from "./labels.ts";

const maxNameLength = 200;

/** The classes of a table, row by row. */
export class ClassColumn {
  /** Each class by the order of its first row. */
  readonly #classes = new Map<string, number>();
  readonly #rows: number[] = [];

  constructor(readonly file: string) {}

  /**
   * Adds the class of a row.
   *
   * @throws {DataError} When it is empty, too long, or a number that is no class.
   */
  add(cell: string, { number, column }: CsvCell): void {
    const name = cell.trim();
    const wrong = name === "" || name.length > maxNameLength ||
      (isDecimal(name) && !isInteger(name));
    if (wrong) {
      throw refusal(
        this.file,
        `classes must be integers from 0, or names of at most ${maxNameLength} characters, ` +
          `got ${quoted(name)} in line ${number}, column ${quoted(column)}`,
      );
    }
    const known = this.#classes.get(name) ?? this.#classes.size;
    if (known > maxLabel) {
      throw refusal(this.file, `it may have ${maxLabel + 1} classes, got more in line ${number}`);
    }
    this.#classes.set(name, known);
    this.#rows.push(known);
  }

  /**
   * The label of each row: the integers themselves where all classes are integers, else the place of the
   * name in the order of code units.
   *
   * @throws {DataError} When an integer is above 65,534.
   */
  finish(): { readonly labels: Uint16Array; readonly classNames: readonly string[] | undefined } {
    const names = [...this.#classes.keys()];
    const numbered = names.every(isInteger);
    const sorted = names.toSorted();
    const places = new Map(sorted.map((name, place) => [name, place]));
    const labelOf = names.map((name) => numbered ? Number(name) : places.get(name)!);
    const labels = makeLabels({
      file: this.file,
      count: this.#rows.length,
      label: (row) => labelOf[this.#rows[row]!]!,
    });
    return { labels, classNames: numbered ? undefined : sorted };
  }
}

function isInteger(name: string): boolean {
  return /^\d+$/.test(name);
}
