import type { AccuracyRow } from "../../records/mod.ts";
import {
  displayName,
  formatCount,
  isFloatCollapsed,
  metricLabel,
  metricTitle,
  samplesText,
} from "../text.ts";
import { conditionLabel, distinct, oneGranularity, shareDomain, shareFormat } from "./select.ts";
import { type Series, seriesKey, seriesOf, seriesScale, widestFirst } from "./series.ts";
import {
  type ChartLayout,
  collapsedColour,
  gridSpec,
  type Panel,
  panelHeightPx,
  panelTitle,
  panelWidthPx,
  type Position,
  type VegaLiteSpec,
  wrappedWidthPx,
} from "./spec.ts";
import { nominalFields } from "./tooltip.ts";

/** What is shown of the draws of one size. */
const drawWords = { mean: "mean", min: "worst draw", max: "best draw" } as const;

/** Least height of a vertical axis, as a share: one sample of a small evaluation set is no trend. */
const leastSpan = 0.02;

/**
 * The metric against calibration size, one line a calibrator: mean over draws with a band from the
 * worst to the best draw. Models are columns, evaluation conditions are rows; `undefined` where
 * there is no calibration sweep. float32, and dynamic where the ladder measured it on the same
 * samples, are horizontal rules.
 */
export function accuracyByCalibrationSize(
  rows: readonly AccuracyRow[],
  layout: ChartLayout,
): VegaLiteSpec | undefined {
  const kept = oneGranularity(rows);
  const sweep = kept.filter((row) =>
    row.phase === "calibration-sweep" && row.scheme === "static" &&
    row.calibrationSize !== undefined
  );
  if (sweep.length === 0) return undefined;
  const dynamic = kept.filter((row) => row.phase === "shift-ladder" && row.scheme === "dynamic");
  const models = distinct(sweep, (row) => row.model);
  const conditions = distinct(sweep, conditionLabel);
  const draws = distinct(sweep, (row) => row.draw).length;
  const series = seriesOf(sweep);
  const wrapped = layout === "wrapped";
  const widthPx = wrapped
    ? wrappedWidthPx
    : panelWidthPx(models.length, { besidePx: 58, leastPx: 90, mostPx: 320 });
  const panels = conditions.flatMap((condition, line) =>
    models.map((model, column): Panel => {
      const here = (row: AccuracyRow) => row.model === model && conditionLabel(row) === condition;
      return sizePanel(sweep.filter(here), {
        dynamic: dynamic.filter(here),
        series,
        widthPx,
        heading: wrapped ? displayName(condition) : line === 0 ? displayName(model) : undefined,
        condition: !wrapped && column === 0 ? displayName(condition) : undefined,
        titled: wrapped || column === 0,
        last: wrapped || line === conditions.length - 1,
      });
    })
  );
  return gridSpec({
    title: `${metricTitle(sweep)} by calibrator and calibration size`,
    subtitle: [
      "A flat line: more calibration samples buy nothing. A wide band: the draw of the samples " +
      "matters.",
      `Line: mean over draws (${formatCount(draws)}), band: worst to best.` +
      (sweep.some((row) => row.float32Value !== undefined) ? " Dashed: float32." : "") +
      (dynamic.length === 0 ? "" : " Vermilion rule: dynamic, not calibrated."),
      `${samplesText(sweep)}. Each panel has its own vertical axis, at least ` +
      `${sweep[0]!.metric === "auc" ? "0.02" : "2 points"} high.` +
      (sweep.some(isFloatCollapsed) ? " Grey: float32 itself has collapsed." : ""),
    ],
    description:
      "Line charts of the metric against calibration-set size, one column of panels for each " +
      "model, one row for each evaluation condition, one line and band for each calibrator.",
    columns: models.length,
    panels,
    besidePx: wrapped ? 66 : undefined,
  });
}

/** A horizontal rule in the colour of a scheme; nothing where it has no value. */
function rule(scheme: string, value: number | undefined) {
  if (value === undefined) return [];
  const { colour, dash } = seriesOf([{ scheme }])[0]!;
  return [{
    data: { values: [{ value }] },
    mark: { type: "rule" as const, strokeWidth: 1.4, color: colour, strokeDash: [...dash] },
    encoding: { y: { field: "value", type: "quantitative" as const } },
  }];
}

interface SizePanel {
  readonly dynamic: readonly AccuracyRow[];
  readonly series: readonly Series[];
  readonly widthPx: number;
  readonly heading: string | undefined;
  readonly condition: string | undefined;
  readonly titled: boolean;
  readonly last: boolean;
}

function sizePanel(rows: readonly AccuracyRow[], panel: SizePanel): Panel {
  const dynamic = panel.dynamic.find((row) => row.samples === rows[0]?.samples)?.value;
  const float32 = rows[0]?.float32Value;
  const values = [...rows.map((row) => row.value), dynamic, float32]
    .filter((value) => value !== undefined);
  const sizes = distinct(rows, (row) => row.calibrationSize!).toSorted((a, b) => a - b);
  const [least = 0, most = 0] = [sizes[0], sizes.at(-1)];
  const ticks = sizes.length <= 4
    ? [...sizes]
    : [least, sizes[Math.floor((sizes.length - 1) / 2)]!, most];
  const domain = shareDomain(values, leastSpan);
  const x = {
    field: "size",
    type: "quantitative",
    title: panel.last ? "Calibration samples" : null,
    scale: { domain: least < most ? [least, most] : [0, 2 * most], nice: false, zero: false },
    axis: { values: ticks, labels: panel.last, grid: false, labelFlush: true },
  } satisfies Position<"x">;
  const y = {
    type: "quantitative",
    title: panel.titled
      ? [...(panel.condition === undefined ? [] : [panel.condition]), metricLabel(rows)]
      : null,
    scale: { domain, zero: false, nice: false },
    axis: {
      format: shareFormat(domain, rows[0]?.metric),
      tickCount: 4,
      minExtent: 38,
      labelFlush: 4,
    },
  } satisfies Position<"y">;
  return {
    ...(panel.heading === undefined ? {} : { title: panelTitle(panel.heading, panel.widthPx) }),
    width: panel.widthPx,
    height: panelHeightPx,
    ...(rows.some(isFloatCollapsed) ? { view: { fill: collapsedColour } } : {}),
    data: {
      values: widestFirst(panel.series).flatMap((one) =>
        rows.filter((row) => seriesKey(row) === one.key).map((row) => ({
          model: displayName(row.model),
          condition: displayName(conditionLabel(row)),
          series: one.label,
          widthPx: one.widthPx,
          size: row.calibrationSize,
          draw: row.draw,
          value: row.value,
        }))
      ),
    },
    layer: [
      {
        mark: { type: "area", opacity: 0.14 },
        encoding: {
          x,
          y: { ...y, aggregate: "min", field: "value" },
          y2: { aggregate: "max", field: "value" },
          color: seriesScale(panel.series, "colour"),
        },
      },
      ...rule("dynamic", dynamic),
      ...rule("float32", float32),
      {
        mark: {
          type: "line",
          point: sizes.length === 1,
        },
        encoding: {
          x,
          y: { ...y, aggregate: "mean", field: "value" },
          color: seriesScale(panel.series, "colour"),
          strokeDash: seriesScale(panel.series, "dash"),
          strokeWidth: { field: "widthPx", type: "quantitative", scale: null },
          tooltip: [
            ...nominalFields("model", "condition", "series", "size"),
            { aggregate: "count", type: "quantitative", title: "draws" },
            ...(["mean", "min", "max"] as const).map((aggregate) => ({
              field: "value",
              aggregate,
              type: "quantitative" as const,
              title: drawWords[aggregate],
              format: rows[0]?.metric === "auc" ? ".3f" : ".1%",
            })),
          ],
        },
      },
    ],
  };
}
