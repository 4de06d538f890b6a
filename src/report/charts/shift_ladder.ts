import type { AccuracyRow } from "../../records/mod.ts";
import { displayName, isFloatCollapsed, samplesText } from "../text.ts";
import { distinct, oneGranularity, shareDomain, shareFormat } from "./select.ts";
import { type Series, seriesKey, seriesOf, seriesScale, widestFirst } from "./series.ts";
import {
  collapsedColour,
  gridSpec,
  type Panel,
  panelHeightPx,
  panelTitle,
  panelWidthPx,
  type VegaLiteSpec,
} from "./spec.ts";

/** Which column a ladder draws, and how the picture is introduced. */
export interface LadderOptions {
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
  const widthPx = panelWidthPx(shifts.length, { besidePx: 26, leastPx: 70, mostPx: 300 });
  const panels = models.flatMap((model, line): Panel[] => {
    const own = ladder.filter((row) => row.model === model);
    const domain = shareDomain(own.map((row) => row[options.column]), leastSpan);
    return shifts.map((shift, column) =>
      ladderPanel(own.filter((row) => row.shift === "clean" || row.shift === shift), {
        ...options,
        series,
        domain,
        widthPx,
        heading: line === 0 ? displayName(shift) : undefined,
        model: column === 0 ? displayName(model) : undefined,
        last: line === models.length - 1,
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
  });
}

interface LadderPanel extends LadderOptions {
  readonly series: readonly Series[];
  readonly domain: [number, number];
  readonly widthPx: number;
  readonly heading: string | undefined;
  readonly model: string | undefined;
  readonly last: boolean;
}

function ladderPanel(rows: readonly AccuracyRow[], panel: LadderPanel): Panel {
  const collapsed = distinct(rows.filter(isFloatCollapsed), (row) => row.severity);
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
              series: one.label,
              widthPx: one.widthPx,
              severity: row.severity,
              value: row[panel.column],
            }))
          ),
        },
        mark: { type: "line", tooltip: { content: "data" }, strokeCap: "butt" },
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
            title: panel.model === undefined ? null : [panel.model, panel.axisTitle(rows)],
            scale: { domain: panel.domain, zero: false, nice: false },
            axis: {
              format: shareFormat(
                panel.domain,
                panel.column === "value" ? rows[0]?.metric : undefined,
              ),
              tickCount: 4,
              labelFlush: 4,
              labels: panel.model !== undefined,
              ticks: panel.model !== undefined,
              minExtent: panel.model === undefined ? 0 : 36,
            },
          },
          color: seriesScale(panel.series, "colour"),
          strokeDash: seriesScale(panel.series, "dash"),
          strokeWidth: { field: "widthPx", type: "quantitative", scale: null },
        },
      },
    ],
  };
}
