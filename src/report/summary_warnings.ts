import type { AccuracyRow, CalibrationRow } from "../records/mod.ts";
import { markdownName, markdownTable, markdownText } from "./markdown.ts";
import { formatCount } from "./text.ts";
import { warningCounts, type WarningTexts } from "./warning_text.ts";

/** The section on warnings: each code, how many rows carry it, in which tables and models. */
export function warningSection(
  accuracy: readonly AccuracyRow[],
  tables: { readonly calibration: readonly CalibrationRow[]; readonly texts: WarningTexts },
): string {
  const counts = warningCounts(accuracy, tables);
  if (counts.length === 0) return "## Warnings\n\nNone.";
  const rows = counts.map(({ code, rows, places, meaning }) => [
    markdownName(code),
    formatCount(rows),
    places.map(({ table, models }) =>
      `${table}: ${models.map(({ model }) => markdownName(model)).join(", ")}`
    ).join("; "),
    markdownText(meaning ?? ""),
  ]);
  return [
    "## Warnings",
    markdownTable(["code", "rows", "where", "what it means, what to do"], rows),
  ].join("\n\n");
}
