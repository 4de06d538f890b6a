import { join } from "@std/path";
import {
  type AccuracyRow,
  accuracyTable,
  type CostRow,
  costTable,
  decodeOutcomes,
  type LatencyRow,
  latencyTable,
  type Outcomes,
  type Table,
} from "../records/mod.ts";
import { fromCsv } from "../report/csv.ts";
import { UserError } from "../suite/error.ts";

/** What decisions are made from again, read back from the folder of a run. */
export interface RunTables {
  readonly folder: string;
  readonly accuracy: readonly AccuracyRow[];
  readonly cost: readonly CostRow[];
  /** None where the folder has no latency.csv. */
  readonly latency: readonly LatencyRow[];
  readonly outcomes: Outcomes;
}

/** The most bytes of a CSV file, and of outcomes.bin: far above what the longest run leaves. */
const csvLimit = 1 << 26;
const outcomesLimit = 1 << 30;

/**
 * The tables of a run.
 *
 * @throws {UserError} When a file is missing, too large, or not what a run writes: says which and why.
 */
export async function readRun(folder: string): Promise<RunTables> {
  const accuracy = await readTable(folder, accuracyTable);
  const cost = await readTable(folder, costTable);
  const latency = await exists(join(folder, "latency.csv"))
    ? await readTable(folder, latencyTable)
    : [];
  const path = join(folder, "outcomes.bin");
  const bytes = await readBytes(path, outcomesLimit);
  const outcomes = await readAs(path, () => decodeOutcomes(bytes));
  const { cells } = outcomes.header;
  if (cells.length !== accuracy.length) {
    throw new UserError(
      `Cannot use the run "${folder}": outcomes.bin must have a cell for each of the ` +
        `${accuracy.length} rows of accuracy.csv, got ${cells.length}; they are of different runs`,
    );
  }
  return { folder, accuracy, cost, latency, outcomes };
}

async function readTable<Row extends object>(
  folder: string,
  table: Table<Row>,
): Promise<readonly Row[]> {
  const path = join(folder, `${table.name}.csv`);
  const bytes = await readBytes(path, csvLimit);
  return await readAs(path, () => fromCsv(table, new TextDecoder().decode(bytes)));
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function readBytes(path: string, limit: number): Promise<Uint8Array> {
  return await readAs(path, async () => {
    const { isFile, size } = await Deno.stat(path);
    // A pipe could keep its reader waiting for ever.
    if (!isFile) throw new RangeError("it must be a file, got something else");
    if (size > limit) throw new RangeError(`it may have ${limit} bytes, got ${size}`);
    return await Deno.readFile(path);
  });
}

async function readAs<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new UserError(
        `Cannot read "${path}": there is no such file; name the folder of a finished run, such as ` +
          "reports/digits/reference",
      );
    }
    const why = error instanceof Error ? error.message.replace(/^Cannot read /, "") : error;
    throw new UserError(`Cannot read "${path}": ${why}`);
  }
}
