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
} from "../records/mod.ts";
import { UserError } from "../suite/error.ts";
import { exists, readAs, readBytes, readTable } from "./read_table.ts";

/** What decisions are made from again, read back from the folder of a run. */
export interface RunTables {
  readonly folder: string;
  readonly accuracy: readonly AccuracyRow[];
  readonly cost: readonly CostRow[];
  /** None where the folder has no latency.csv. */
  readonly latency: readonly LatencyRow[];
  readonly outcomes: Outcomes;
}

/** The most bytes of outcomes.bin: far above what the longest run leaves. */
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
