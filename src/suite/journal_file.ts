import { journalLine, parseJournal } from "../records/mod.ts";
import { UserError } from "./error.ts";

/** The name of the journal in a run's folder. */
export const journalName = "journal.jsonl";

/** An open journal: what it already held, and where to add. */
export interface JournalFile {
  readonly entries: ReadonlyMap<string, unknown>;
  /** Adds a finished task; it survives a kill as soon as this returns. */
  append(key: string, result: unknown): void;
  close(): void;
}

/**
 * Starts a journal, or goes on with the one that is there.
 *
 * @throws {UserError} When there is none to resume, it belongs to another configuration, or it
 * cannot be read or written.
 */
export async function openJournal(
  path: string,
  { configuration, resume }: { readonly configuration: string; readonly resume: boolean },
): Promise<JournalFile> {
  const kept = resume ? await readJournal(path, configuration) : undefined;
  const file = await Deno.open(path, { write: true, create: true, truncate: kept === undefined });
  const encoder = new TextEncoder();
  const write = (text: string) => {
    const bytes = encoder.encode(text);
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
  };
  if (kept === undefined) {
    write(journalLine({ journal: 1, configuration }));
  } else {
    await file.truncate(kept.bytes);
    await file.seek(0, Deno.SeekMode.End);
  }
  return {
    entries: kept?.entries ?? new Map(),
    append(key, result) {
      write(journalLine({ key, result }));
    },
    close() {
      file.close();
    },
  };
}

async function readJournal(path: string, configuration: string) {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new UserError(
      `Cannot resume: there must be a journal of an earlier run, got none at "${path}"; ` +
        `leave out --resume to start anew`,
    );
  }
  try {
    const journal = parseJournal(text);
    if (journal.header.configuration === configuration) return journal;
    throw new UserError(
      `Cannot resume "${path}": it belongs to another configuration ` +
        `(${journal.header.configuration}, this run is ${configuration}); ` +
        `give the options of that run, or leave out --resume and choose another --out`,
    );
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(
      `Cannot resume "${path}": ${error.message}; leave out --resume to start anew`,
    );
  }
}
