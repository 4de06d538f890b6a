import type { AccuracyRow } from "../../records/mod.ts";
import { displayName, isFloatCollapsed, samplesText } from "../text.ts";
import { distinct, oneGranularity, shareDomain, shareFormat } from "./select.ts";
import { type Series, seriesKey, seriesOf, seriesScale, widestFirst } from "./series.ts";
import {
  type ChartLayout,
  collapsedColour,
  gridSpec,
  type Panel,
  panelHeightPx,
  panelTitle,
  panelWidthPx,
  type VegaLiteSpec,
  wrappedWidthPx,
} from "./spec.ts";
import { intervalFields, nominalFields, rounded } from "./tooltip.ts";

/** Which column a ladder draws, and how the picture is introduced. */
export interface LadderOptions {
  readonly layout: ChartLayout;
  readonly column: "value" | "agreement";
  readonly axisTitle: (rows: readonly AccuracyRow[]) => string;
  readonly title: string;
  readonly see: string;
  readonly description: string;
}

/** Least height of the vertical axis, as a share. */
const leastSpan = 0.05;

/**
 * A column of the shift ladder against severity, one line a series: models are rows, shifts are
 * columns. Clean is severity 0 of every shift. The panels of a model share one vertical axis. Of
 * several draws or sizes the mean is drawn.
 */
export function shiftLadder(
  rows: readonly AccuracyRow[],
  options: LadderOptions,
): VegaLiteSpec | undefined {
  const ladder = oneGranularity(rows.filter((row) => row.phase === "shift-ladder"));
  const shifts = distinct(ladder.filter((row) => row.shift !== "clean"), (row) => row.shift);
  if (shifts.length === 0) return undefined;
  const series = seriesOf(ladder);
  const models = distinct(ladder, (row) => row.model);
  const wrapped = options.layout === "wrapped";
  const widthPx = wrapped
    ? wrappedWidthPx
    : panelWidthPx(shifts.length, { besidePx: 26, leastPx: 70, mostPx: 300 });
  const panels = models.flatMap((model, line): Panel[] => {
    const own = ladder.filter((row) => row.model === model);
    const domain = shareDomain(own.map((row) => row[options.column]), leastSpan);
    return shifts.map((shift, column) =>
      ladderPanel(own.filter((row) => row.shift === "clean" || row.shift === shift), {
        ...options,
        series,
        domain,
        widthPx,
        heading: wrapped || line === 0 ? displayName(shift) : undefined,
        model: !wrapped && column === 0 ? displayName(model) : undefined,
        labelled: wrapped || column === 0,
        last: wrapped || line === models.length - 1,
      })
    );
  });
  const collapsed = ladder.some(isFloatCollapsed);
  return gridSpec({
    title: options.title,
    subtitle: [
      options.see,
      `${samplesText(ladder)}. Vertical axes do not begin at 0.` +
      (collapsed ? " Grey: float32 itself has collapsed, kept out of decisions." : ""),
    ],
    description: options.description,
    columns: shifts.length,
    panels,
    besidePx: wrapped ? 66 : undefined,
  });
}

interface LadderPanel extends LadderOptions {
  readonly series: readonly Series[];
  readonly domain: [number, number];
  readonly widthPx: number;
  readonly heading: string | undefined;
  readonly model: string | undefined;
  readonly labelled: boolean;
  readonly last: boolean;
}

function ladderPanel(rows: readonly AccuracyRow[], panel: LadderPanel): Panel {
  const collapsed = distinct(rows.filter(isFloatCollapsed), (row) => row.severity);
  const metric = panel.column === "value" ? rows[0]?.metric : undefined;
  const ends = panel.column === "value"
    ? ["valueLo", "valueHi"] as const
    : ["agreementLo", "agreementHi"] as const;
  return {
    ...(panel.heading === undefined ? {} : { title: panelTitle(panel.heading, panel.widthPx) }),
    width: panel.widthPx,
    height: panelHeightPx,
    layer: [
      ...(collapsed.length === 0 ? [] : [{
        data: {
          values: collapsed.map((s) => ({ from: Math.max(0, s - 0.5), to: Math.min(5, s + 0.5) })),
        },
        mark: { type: "rect", color: collapsedColour, stroke: collapsedColour } as const,
        encoding: {
          x: { field: "from", type: "quantitative" } as const,
          x2: { field: "to" },
        },
      }]),
      {
        data: {
          values: widestFirst(panel.series).flatMap((one) =>
            rows.filter((row) => seriesKey(row) === one.key).map((row) => ({
              model: displayName(row.model),
              shift: displayName(row.shift),
              severity: row.severity,
              series: one.label,
              widthPx: one.widthPx,
              value: row[panel.column],
              lo: rounded(row[ends[0]]),
              hi: rounded(row[ends[1]]),
              samples: row.samples,
            }))
          ),
        },
        mark: { type: "line", strokeCap: "butt" },
        encoding: {
          x: {
            field: "severity",
            type: "quantitative",
            title: panel.last ? "Severity" : null,
            scale: { domain: [0, 5], nice: false },
            axis: { tickCount: 5, format: "d", labels: panel.last, grid: false },
          },
          y: {
            field: "value",
            aggregate: "mean",
            type: "quantitative",
            title: panel.labelled
              ? [...(panel.model === undefined ? [] : [panel.model]), panel.axisTitle(rows)]
              : null,
            scale: { domain: panel.domain, zero: false, nice: false },
            axis: {
              format: shareFormat(panel.domain, metric),
              tickCount: 4,
              labelFlush: 4,
              labels: panel.labelled,
              ticks: panel.labelled,
              minExtent: panel.labelled ? 36 : 0,
            },
          },
          color: seriesScale(panel.series, "colour"),
          strokeDash: seriesScale(panel.series, "dash"),
          strokeWidth: { field: "widthPx", type: "quantitative", scale: null },
          tooltip: [
            ...nominalFields("model", "shift", "severity", "series"),
            ...intervalFields(panel.column, metric),
            { field: "samples", aggregate: "max", type: "quantitative", title: "samples" },
          ],
        },
      },
    ],
  };
}
