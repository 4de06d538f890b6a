import type { CostRow, LatencyRow } from "../../records/mod.ts";
import { displayName, formatBytes, formatDurationUs, formatQuantity } from "../text.ts";
import { barPanel, type BarRow, workPanel } from "./cost_panels.ts";
import { distinct, oneGranularity, oneKernelSet } from "./select.ts";
import { seriesKey, seriesOf } from "./series.ts";
import {
  type ChartLayout,
  gridSpec,
  type Panel,
  panelTitle,
  panelWidthPx,
  type VegaLiteSpec,
} from "./spec.ts";

/** What the chart draws of the totals, each in a row of panels of its own. */
const quantities = [
  {
    title: ["M4 instructions", "(estimate)"],
    of: (row: CostRow) => row.instructionsM4,
    format: formatQuantity,
  },
  { title: ["Arena", "peak RAM"], of: (row: CostRow) => row.arenaBytes, format: formatBytes },
  { title: ["Flash", "parameters"], of: (row: CostRow) => row.flashBytes, format: formatBytes },
] as const;

/** The tables of cost: of the device and of this host. */
export interface CostTables {
  readonly cost: readonly CostRow[];
  readonly latency: readonly LatencyRow[];
}

/**
 * What each scheme costs: host latency, estimated device instructions, the work beside the
 * multiply-accumulates, arena and flash, one bar a scheme; models are columns. `undefined` where
 * neither table has rows.
 */
export function cost(tables: CostTables, layout: ChartLayout): VegaLiteSpec | undefined {
  const { cost: costRows, latency: latencyRows } = tables;
  const totals = oneGranularity(costRows.filter((row) => row.layer === "total"));
  const latency = oneKernelSet(oneGranularity(latencyRows));
  const all = [...totals, ...latency];
  if (all.length === 0) return undefined;
  const models = distinct(all, (row) => row.model);
  const series = seriesOf(all.map(({ scheme }) => ({ scheme })));
  const wrapped = layout === "wrapped";
  const widthPx = panelWidthPx(models.length, {
    besidePx: 30,
    leastPx: 90,
    mostPx: wrapped ? 290 : 360,
  });
  const ordered = <Row extends { model: string; scheme: string }>(
    rows: readonly Row[],
    model: string,
  ) => series.flatMap(({ key }) => rows.find((r) => r.model === model && keyOf(r) === key) ?? []);
  const bar = ({ model, scheme }: { readonly model: string; readonly scheme: string }) => ({
    model: displayName(model),
    scheme: displayName(scheme),
    colour: series.find((one) => one.key === keyOf({ scheme }))!.colour,
  });
  const bars: { title: readonly string[]; rows: (model: string) => readonly BarRow[] }[] = [
    {
      title: ["Host latency", "p50 (× static)"],
      rows: (model) =>
        ordered(latency, model).map((row) => ({
          ...bar(row),
          value: row.p50Us,
          text: formatDurationUs(row.p50Us) +
            (row.ratioToStatic === undefined ? "" : ` (${row.ratioToStatic.toFixed(2)}×)`),
        })),
    },
    ...quantities.map(({ title, of, format }) => ({
      title,
      rows: (model: string) =>
        ordered(totals, model).map((row): BarRow => {
          const value = of(row);
          return { ...bar(row), value, text: value === undefined ? "none" : format(value) };
        }),
    })),
  ];
  const grid: Panel[][] = bars
    .filter(({ rows }) =>
      models.some((model) => rows(model).some((row) => row.value !== undefined))
    )
    .map(({ title, rows }) =>
      models.map((model, column) =>
        barPanel(rows(model), { widthPx, title: column === 0 ? title : undefined })
      )
    );
  if (totals.length > 0) {
    grid.push(
      models.map((model, column) =>
        workPanel(ordered(totals, model), { widthPx, labelled: column === 0 })
      ),
    );
  }
  const headings = models.map((model) => displayName(model));
  return gridSpec({
    title: "What each scheme costs",
    subtitle: [
      "Dynamic pays for scanning, requantizing late and staging int32; hybrid for float32 between " +
      "layers.",
      "For one input. Latency: on the host that ran the suite; instructions: an estimate; work and " +
      "bytes: exact.",
    ],
    description:
      "Bar charts by scheme, one column of panels for each model: host latency, estimated " +
      "Cortex-M4 instructions, arena bytes, flash bytes, and stacked counts of the work beside " +
      "the multiply-accumulates.",
    columns: models.length,
    panels: grid.flatMap((line, index) =>
      index === 0 && !wrapped
        ? line.map((panel, column) => ({ ...panel, title: panelTitle(headings[column]!, widthPx) }))
        : line
    ),
    besidePx: wrapped ? 126 : undefined,
  });
}

function keyOf({ scheme }: { readonly scheme: string }): string {
  return seriesKey({ scheme });
}
