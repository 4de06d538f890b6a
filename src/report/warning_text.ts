import type { AccuracyRow, CalibrationRow } from "../records/mod.ts";
import { distinct } from "./charts/select.ts";
import { warningCodes } from "./text.ts";

/** What each warning code means and what to do about it. */
export type WarningTexts = Readonly<Record<string, string>>;

/** A warning code: in which tables and models, on how many rows, and what it means where that is known. */
export interface WarningCount {
  readonly code: string;
  readonly rows: number;
  readonly places: readonly WarningPlace[];
  readonly meaning: string | undefined;
}

/** The rows of a table that carry it, by model. */
export interface WarningPlace {
  readonly table: string;
  readonly models: readonly { readonly model: string; readonly rows: number }[];
}

/** Every warning code of the tables, by its name. */
export function warningCounts(
  accuracy: readonly AccuracyRow[],
  { calibration, texts }: {
    readonly calibration: readonly CalibrationRow[];
    readonly texts: WarningTexts;
  },
): readonly WarningCount[] {
  const warnings = [...warningsOf("accuracy", accuracy), ...warningsOf("calibration", calibration)];
  return distinct(warnings, ({ code }) => code).toSorted(byCodeUnit).map((code) => {
    const own = warnings.filter((warning) => warning.code === code);
    return {
      code,
      rows: own.length,
      places: distinct(own, ({ table }) => table).map((table) => {
        const here = own.filter((one) => one.table === table);
        return {
          table: `${table}.csv`,
          models: distinct(here, ({ model }) => model).map((model) => ({
            model,
            rows: here.filter((one) => one.model === model).length,
          })),
        };
      }),
      meaning: Object.hasOwn(texts, code) ? texts[code] : undefined,
    };
  });
}

interface Warning {
  readonly code: string;
  readonly table: string;
  readonly model: string;
}

function warningsOf(
  table: string,
  rows: readonly { readonly model: string; readonly warnings: string }[],
): readonly Warning[] {
  return rows.flatMap((row) =>
    warningCodes(row).map((code) => ({ code, table, model: row.model }))
  );
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
