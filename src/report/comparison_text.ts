import type { ComparedMeasure, ComparisonRow } from "../records/mod.ts";
import { distinct, oneGranularity } from "./charts/select.ts";
import { seriesKey, seriesLabel } from "./charts/series.ts";
import { formatPercent } from "./text.ts";

/** Measures in the order of tables, with their headings. */
const measureNames: readonly (readonly [ComparedMeasure, string])[] = [
  ["accuracy", "accuracy"],
  ["auc", "AUC"],
  ["agreement", "agreement"],
];

/** A measure that rows have, and what it is called. */
export interface NamedMeasure {
  readonly measure: ComparedMeasure;
  readonly name: string;
}

/** The measures that rows have. */
export function measuresOf(rows: readonly ComparisonRow[]): readonly NamedMeasure[] {
  return measureNames.filter(([measure]) => rows.some((row) => row.measure === measure))
    .map(([measure, name]) => ({ measure, name }));
}

/** In which units the differences of these measures stand. */
export function unitsOf(measures: readonly { readonly measure: string }[]): string {
  if (!measures.some(({ measure }) => measure === "auc")) return "in points";
  return measures.length === 1 ? "in AUC" : "in AUC and, for agreement, in points";
}

/** The rows whose first has one weight granularity: per-channel where there is any. */
export function oneFirstGranularity(rows: readonly ComparisonRow[]): readonly ComparisonRow[] {
  return oneGranularity(rows.map((row) => ({ weights: row.firstWeights, row })))
    .map(({ row }) => row);
}

/** The series of the first. */
export function firstSeries(
  { firstScheme, firstCalibrator, firstCalibratorParameter }: ComparisonRow,
) {
  const columns = {
    scheme: firstScheme,
    calibrator: firstCalibrator,
    calibratorParameter: firstCalibratorParameter,
  };
  return { ...columns, key: seriesKey(columns), label: seriesLabel(columns) };
}

/** `+1.2 [-0.4, 2.8]` in points, or `+0.012 [-0.004, 0.028]` of an AUC. */
export function formatDifference(
  row: Pick<ComparisonRow, "difference" | "differenceLo" | "differenceHi" | "measure">,
): string {
  return formatSignedInterval([row.difference, row.differenceLo, row.differenceHi], row.measure);
}

/** The same of a difference with the ends of its interval. */
export function formatSignedInterval(
  values: readonly [difference: number, lo: number, hi: number],
  measure: string,
): string {
  const [difference = "", lo, hi] = values.map((value) => formatSigned(value, measure));
  const sign = /^[^-]*[1-9]/.test(difference) ? "+" : "";
  return `${sign}${difference} [${lo}, ${hi}]`;
}

/** As `formatPercent`, and never `-0.0`. */
function formatSigned(value: number, measure: string): string {
  const text = measure === "auc" ? value.toFixed(3) : formatPercent(value);
  return /^-0\.0+$/.test(text) ? text.slice(1) : text;
}

/** `1.2 points`, or `0.012` of an AUC: how large a difference is, in words about its sign. */
export function formatSize({ difference, measure }: ComparisonRow): string {
  const text = formatSigned(difference, measure).replace(/^-/, "");
  return measure === "auc" ? text : `${text} points`;
}

/** What the interval says of the first. */
export function verdictText({ verdict }: ComparisonRow): string {
  if (verdict === "none") return "no difference beyond the interval";
  return verdict === "first" ? "better" : "worse";
}

/** For each measure a heading, and one for the verdict on `who`, which is Markdown. */
export function differenceHeader(
  measures: readonly NamedMeasure[],
  who: string,
): readonly string[] {
  return measures.flatMap(({ name }) => [name, `${who} is`]);
}

/** For each measure the difference with its interval, and the verdict. */
export function differenceCells(
  measures: readonly NamedMeasure[],
  rows: readonly ComparisonRow[],
): readonly string[] {
  return measures.flatMap(({ measure }) => {
    const row = rows.find((one) => one.measure === measure);
    return row === undefined ? ["", ""] : [formatDifference(row), verdictText(row)];
  });
}

/** The models of rows, with their rows. */
export function byModel(
  rows: readonly ComparisonRow[],
): readonly { readonly model: string; readonly own: readonly ComparisonRow[] }[] {
  return distinct(rows, (row) => row.model)
    .map((model) => ({ model, own: rows.filter((row) => row.model === model) }));
}
