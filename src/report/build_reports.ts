import {
  accuracyTable,
  calibrationTable,
  comparisonsTable,
  costTable,
  decisionsTable,
  latencyTable,
  type LayerRow,
  layersTable,
  type MixedRow,
  mixedTable,
  thresholdsTable,
} from "../records/mod.ts";
import { allCharts } from "./charts/all.ts";
import { toCsv } from "./csv.ts";
import { reportHtml } from "./html/report_html.ts";
import { type SummaryInput, summaryMarkdown } from "./summary.ts";
import { renderSvg } from "./svg.ts";

/** All tables of a run, and where they come from. */
export interface ReportInput extends SummaryInput {
  readonly layers: readonly LayerRow[];
  /** None without scheme mixed. */
  readonly mixed: readonly MixedRow[];
}

/** A file to write into the directory of a run. */
export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The CSV files, each chart as Vega-Lite (`.vl.json`) and as picture (`.svg`), `summary.md`, and
 * `report.html`, the page of them. A chart without data has no files. All but `latency.csv`, the files of
 * `cost`, `summary.md` and `report.html` depend on nothing but the deterministic tables.
 *
 * @throws {RangeError | TypeError} When a row does not hold what its table says.
 *
 * @example
 * ```ts
 * import { buildReports } from "./build_reports.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const tables = { accuracy: [], comparisons: [], decisions: [], thresholds: [], layers: [], cost: [], calibration: [], mixed: [] };
 * const about = { latency: [], provenance: {}, warningTexts: {} };
 * const files = await buildReports({ ...tables, ...about });
 * assertEquals(files.map((file) => file.name).slice(-2), ["summary.md", "report.html"]);
 * ```
 */
export async function buildReports(input: ReportInput): Promise<readonly ReportFile[]> {
  const files: ReportFile[] = [
    { name: "accuracy.csv", text: toCsv(accuracyTable, input.accuracy) },
    { name: "comparisons.csv", text: toCsv(comparisonsTable, input.comparisons) },
    { name: "decisions.csv", text: toCsv(decisionsTable, input.decisions) },
    { name: "layers.csv", text: toCsv(layersTable, input.layers) },
    { name: "cost.csv", text: toCsv(costTable, input.cost) },
    { name: "calibration.csv", text: toCsv(calibrationTable, input.calibration) },
    { name: "latency.csv", text: toCsv(latencyTable, input.latency) },
  ];
  if (input.thresholds.length > 0) {
    files.push({ name: "thresholds.csv", text: toCsv(thresholdsTable, input.thresholds) });
  }
  if (input.mixed.length > 0) {
    files.push({ name: "mixed.csv", text: toCsv(mixedTable, input.mixed) });
  }
  for (const { name, spec } of allCharts(input)) {
    files.push({ name: `${name}.vl.json`, text: `${JSON.stringify(spec)}\n` });
    files.push({ name: `${name}.svg`, text: `${await renderSvg(spec)}\n` });
  }
  files.push({ name: "summary.md", text: summaryMarkdown(input) });
  const page = await reportHtml(input, files.map(({ name }) => name));
  return [...files, { name: "report.html", text: page }];
}
