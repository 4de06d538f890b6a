/** Tables to CSV, charts and a summary. Computes nothing: every number shown is in a table. */
export { buildReports, type ReportFile, type ReportInput } from "./build_reports.ts";
export { allCharts, type Chart, type ChartTables } from "./charts/all.ts";
export type { VegaLiteSpec } from "./charts/spec.ts";
export { fromCsv, toCsv } from "./csv.ts";
export { type GroupedRun, type GroupInput, groupSummary } from "./group_summary.ts";
export { type Provenance, type SummaryInput, summaryMarkdown } from "./summary.ts";
export type { WarningTexts } from "./warning_text.ts";
export { renderSvg } from "./svg.ts";
