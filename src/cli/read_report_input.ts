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
  mixedTable,
  type Table,
  thresholdsTable,
} from "../records/mod.ts";
import type { ReportInput } from "../report/mod.ts";
import { UserError, warningTexts } from "../suite/mod.ts";
import { exists, readBytes, readTable } from "./read_table.ts";

/** What `run.json` must hold for the reports. */
const runSchema = z.object({ summary: z.record(z.string(), z.union([z.string(), z.number()])) });

/** The most bytes of run.json: it lists the evaluated ids. */
const runLimit = 1 << 26;

/**
 * The tables of a run, read back from its folder, and where they come from.
 *
 * @throws {UserError} When it is no folder of a run, or a table is missing, too large or damaged: says which
 * one, and where.
 */
export async function readReportInput(folder: string): Promise<ReportInput> {
  const provenance = await readProvenance(folder);
  const rows = <Row extends object>(table: Table<Row>) => readTable(folder, table);
  return {
    accuracy: await rows(accuracyTable),
    comparisons: await rows(comparisonsTable),
    decisions: await rows(decisionsTable),
    // Only suites with anomaly scores have them.
    thresholds: await exists(join(folder, `${thresholdsTable.name}.csv`))
      ? await rows(thresholdsTable)
      : [],
    // Only where mixed was searched for.
    mixed: await exists(join(folder, `${mixedTable.name}.csv`)) ? await rows(mixedTable) : [],
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
  if (!await exists(path)) {
    throw new UserError(
      `Cannot read a run in "${folder}": it must be the folder of a finished run, with run.json in it` +
        await runsIn(folder),
    );
  }
  const text = new TextDecoder().decode(await readBytes(path, runLimit));
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

/** Where the folder is that of a group: the runs in it, to name one of them instead. */
async function runsIn(folder: string): Promise<string> {
  const runs: string[] = [];
  try {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory && await exists(join(folder, name, "run.json"))) {
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
