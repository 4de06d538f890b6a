import { join } from "@std/path";
import { z } from "zod";
import {
  accuracyTable,
  calibrationTable,
  comparisonsTable,
  costTable,
  decisionsTable,
  latencyTable,
  layersTable,
  type Table,
  thresholdsTable,
} from "../records/mod.ts";
import { fromCsv, type ReportInput } from "../report/mod.ts";
import { UserError, warningTexts } from "../suite/mod.ts";

/** What `run.json` must hold for the reports. */
const runSchema = z.object({ summary: z.record(z.string(), z.union([z.string(), z.number()])) });

/** The largest file that is read, in bytes: a full run's largest table has a tenth of it. */
const largestBytes = 256 * 1024 * 1024;

/**
 * The tables of a run, read back from its folder, and where they come from.
 *
 * @throws {UserError} When it is no folder of a run, or a table is missing, too large or damaged: says which
 * one, and where.
 */
export async function readRun(folder: string): Promise<ReportInput> {
  const provenance = await readProvenance(folder);
  const rows = <Row extends object>(table: Table<Row>) => readTable(folder, table);
  return {
    accuracy: await rows(accuracyTable),
    comparisons: await rows(comparisonsTable),
    decisions: await rows(decisionsTable),
    // Only suites with anomaly scores have them.
    thresholds: await isFile(join(folder, `${thresholdsTable.name}.csv`))
      ? await rows(thresholdsTable)
      : [],
    layers: await rows(layersTable),
    cost: await rows(costTable),
    calibration: await rows(calibrationTable),
    latency: await rows(latencyTable),
    provenance,
    warningTexts,
  };
}

async function readProvenance(folder: string): Promise<ReportInput["provenance"]> {
  const path = join(folder, "run.json");
  if (!await isFile(path)) {
    throw new UserError(
      `Cannot read a run in "${folder}": it must be the folder of a finished run, with run.json in it` +
        await runsIn(folder),
    );
  }
  const text = await readText(path);
  try {
    return runSchema.parse(JSON.parse(text)).summary;
  } catch (error) {
    const why = error instanceof z.ZodError
      ? `its summary must be a table of words and numbers (${error.issues[0]?.message})`
      : error instanceof Error
      ? error.message
      : String(error);
    throw new UserError(`Cannot read "${path}": ${why}; run the suite again`);
  }
}

async function readTable<Row extends object>(
  folder: string,
  table: Table<Row>,
): Promise<readonly Row[]> {
  const path = join(folder, `${table.name}.csv`);
  if (!await isFile(path)) {
    throw new UserError(
      `Cannot read "${path}": a run has this table, and it is not there; run the suite again`,
    );
  }
  const text = await readText(path);
  try {
    return fromCsv(table, text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`Cannot read "${path}": ${error.message}; run the suite again`);
  }
}

async function readText(path: string): Promise<string> {
  const { size } = await Deno.stat(path);
  if (size > largestBytes) {
    throw new UserError(
      `Cannot read "${path}": it must have ${largestBytes} bytes at most, got ${size}`,
    );
  }
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw new UserError(`Cannot read "${path}": ${error instanceof Error ? error.message : error}`);
  }
}

async function isFile(path: string): Promise<boolean> {
  return await Deno.stat(path).then((info) => info.isFile, () => false);
}

/** Where the folder is that of a group: the runs in it, to name one of them instead. */
async function runsIn(folder: string): Promise<string> {
  const runs: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory && await isFile(join(folder, name, "run.json"))) {
        runs.push(join(folder, name));
      }
    }
  } catch {
    return "; name one that deno task bench has written";
  }
  return runs.length === 0
    ? "; name one that deno task bench has written"
    : `; name one of ${runs.sort().join(", ")}`;
}
