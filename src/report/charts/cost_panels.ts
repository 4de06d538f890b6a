import { columnName, type CostRow } from "../../records/mod.ts";
import { displayName } from "../text.ts";
import type { Panel } from "./spec.ts";
import { nominalFields } from "./tooltip.ts";

/** One bar, with its value in words; no bar where there is no value. */
export interface BarRow {
  readonly model: string;
  readonly scheme: string;
  readonly colour: string;
  readonly value: number | undefined;
  readonly text: string;
}

const barStepPx = 16;

/** Horizontal bars from 0, one a scheme, the value beside the bar instead of an axis. */
export function barPanel(
  rows: readonly BarRow[],
  { widthPx, title }: { readonly widthPx: number; readonly title: readonly string[] | undefined },
): Panel {
  const most = rows.reduce((max, row) => Math.max(max, row.value ?? 0), 0);
  return {
    width: widthPx,
    height: barStepPx * Math.max(1, rows.length),
    view: { stroke: null },
    data: { values: rows.map((row) => ({ ...row, end: row.value ?? 0 })) },
    encoding: {
      tooltip: [
        ...nominalFields("model", "scheme"),
        { field: "text", type: "nominal", title: "value" },
      ],
      y: {
        field: "scheme",
        type: "nominal",
        sort: null,
        title: title === undefined ? null : [...title],
        axis: { labels: title !== undefined, ticks: false, domain: true },
      },
      x: {
        field: "end",
        type: "quantitative",
        axis: null,
        scale: { domain: [0, 1.75 * most || 1], nice: false },
      },
    },
    layer: [
      {
        mark: { type: "bar", height: { band: 0.78 } },
        encoding: { color: { field: "colour", type: "nominal", scale: null } },
      },
      {
        mark: { type: "text", align: "left", dx: 3, fontSize: 10 },
        encoding: { text: { field: "text", type: "nominal" } },
      },
    ],
  };
}

/** Columns of the work beside multiply-accumulates, with their colours (Okabe and Ito). */
const work = [
  ["requantizations", "#0072B2"],
  ["int32Scan", "#D55E00"],
  ["floatScan", "#E69F00"],
  ["quantize", "#009E73"],
  ["dequantize", "#56B4E9"],
  ["floatRescale", "#882255"],
  ["parameterDerivations", "#000000"],
] as const;

/** Stacked bars of the work beside multiply-accumulates, in elements, one bar a scheme. */
export function workPanel(
  rows: readonly CostRow[],
  { widthPx, labelled }: { readonly widthPx: number; readonly labelled: boolean },
): Panel {
  const lengths = rows.map((row) => work.reduce((sum, [key]) => sum + row[key], 0));
  const longest = lengths.reduce((a, b) => Math.max(a, b), 0);
  return {
    width: widthPx,
    height: barStepPx * Math.max(1, rows.length),
    view: { stroke: null },
    data: {
      values: rows.flatMap((row) =>
        work.map(([key], order) => ({
          model: displayName(row.model),
          scheme: displayName(row.scheme),
          work: columnName(key),
          order,
          elements: row[key],
        }))
      ),
    },
    mark: { type: "bar", height: { band: 0.78 } },
    encoding: {
      y: {
        field: "scheme",
        type: "nominal",
        sort: null,
        title: labelled ? ["Work beside", "multiply-acc."] : null,
        axis: { labels: labelled, ticks: false },
      },
      x: {
        field: "elements",
        type: "quantitative",
        title: "Elements",
        scale: { domain: [0, longest || 1], nice: false },
        axis: { format: "~s", tickCount: 3, grid: true },
      },
      order: { field: "order", type: "quantitative" },
      color: {
        field: "work",
        type: "nominal",
        scale: { domain: work.map(([key]) => columnName(key)), range: work.map(([, hex]) => hex) },
        legend: { title: null, orient: "bottom", columns: 4 },
      },
      tooltip: [
        ...nominalFields("model", "scheme", "work"),
        { field: "elements", type: "quantitative", title: "elements", format: ",d" },
      ],
    },
  };
}
