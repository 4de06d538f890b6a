/**
 * The journal of a run: one JSON object a line, appended as results arrive. The first line names the
 * configuration; a line that a kill cut off is left out when reading.
 */

/** The first line: what the run computes. */
export interface JournalHeader {
  readonly journal: 1;
  /** Hash of everything that decides the results. */
  readonly configuration: string;
}

/** A finished task: its key and whatever its owner wants back. */
export interface JournalEntry {
  readonly key: string;
  readonly result: unknown;
}

/** What a journal holds. */
export interface Journal {
  readonly header: JournalHeader;
  readonly entries: ReadonlyMap<string, unknown>;
  /** Bytes up to the end of the last whole line: where writing goes on. */
  readonly bytes: number;
}

/** A line of the journal. */
export function journalLine(value: JournalHeader | JournalEntry): string {
  return `${JSON.stringify(value)}\n`;
}

/**
 * Reads a journal.
 *
 * @throws {SyntaxError} When the first line is not a header, or a line in the middle is not JSON.
 *
 * @example
 * ```ts
 * import { journalLine, parseJournal } from "./journal.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const text = journalLine({ journal: 1, configuration: "c0ffee" }) +
 *   journalLine({ key: "a", result: 1 }) + '{"key":"b","res';
 * const { entries } = parseJournal(text);
 * assertEquals([...entries], [["a", 1]]);
 * ```
 */
export function parseJournal(text: string): Journal {
  const end = text.lastIndexOf("\n") + 1;
  const lines = text.slice(0, end).split("\n").slice(0, -1);
  const parsed = lines.map((line, index): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      throw new SyntaxError(`Cannot read the journal: line ${index + 1} must be JSON`);
    }
  });
  const header = parsed[0];
  if (!isHeader(header)) {
    throw new SyntaxError('Cannot read the journal: line 1 must be {"journal": 1, …}');
  }
  const entries = parsed.slice(1).map((entry, index) => {
    if (isEntry(entry)) return [entry.key, entry.result] as const;
    throw new SyntaxError(
      `Cannot read the journal: line ${index + 2} must have a key and a result`,
    );
  });
  const bytes = new TextEncoder().encode(text.slice(0, end)).length;
  return { header, entries: new Map(entries), bytes };
}

function isHeader(value: unknown): value is JournalHeader {
  return isRecord(value) && value.journal === 1 && typeof value.configuration === "string";
}

function isEntry(value: unknown): value is JournalEntry {
  return isRecord(value) && typeof value.key === "string" && "result" in value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
