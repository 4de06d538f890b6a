import type { AccuracyRow, CalibrationRow } from "../records/mod.ts";
import { distinct } from "./charts/select.ts";
import { markdownName, markdownTable, markdownText } from "./markdown.ts";
import { formatCount, warningCodes } from "./text.ts";

/** What each warning code means and what to do about it. */
export type WarningTexts = Readonly<Record<string, string>>;

interface Warning {
  readonly code: string;
  readonly table: string;
  readonly model: string;
}

/** The section on warnings: each code, how many rows carry it, in which tables and models. */
export function warningSection(
  accuracy: readonly AccuracyRow[],
  { calibration, texts }: {
    readonly calibration: readonly CalibrationRow[];
    readonly texts: WarningTexts;
  },
): string {
  const warnings = [...warningsOf("accuracy", accuracy), ...warningsOf("calibration", calibration)];
  if (warnings.length === 0) return "## Warnings\n\nNone.";
  const rows = distinct(warnings, ({ code }) => code).toSorted(byCodeUnit).map((code) => {
    const own = warnings.filter((warning) => warning.code === code);
    const where = distinct(own, ({ table }) => table).map((table) => {
      const models = distinct(own.filter((one) => one.table === table), ({ model }) => model);
      return `${table}.csv: ${models.map(markdownName).join(", ")}`;
    });
    return [
      markdownName(code),
      formatCount(own.length),
      where.join("; "),
      Object.hasOwn(texts, code) ? markdownText(texts[code]!) : "",
    ];
  });
  return [
    "## Warnings",
    markdownTable(["code", "rows", "where", "what it means, what to do"], rows),
  ].join("\n\n");
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
