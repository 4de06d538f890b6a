import type { AccuracyRow } from "../../records/mod.ts";
import { displayName, formatValue, metricLabel, samplesText } from "../text.ts";
import { conditionLabel, distinct, oneGranularity } from "./select.ts";
import { seriesKey, seriesLabel } from "./series.ts";
import {
  type ChartLayout,
  gridSpec,
  type Panel,
  panelTitle,
  panelWidthPx,
  type VegaLiteSpec,
} from "./spec.ts";
import { nominalFields, rounded } from "./tooltip.ts";

interface Cell {
  readonly model: string;
  readonly evaluated: string;
  readonly calibrated: string;
  readonly agreement: number;
  /** Label of the step that agreement is in. */
  readonly step: string;
  readonly text: string;
}

/** Agreement in steps of colour, worst first; a value is in the first one it lies below. */
const steps = [
  { below: 0.5, label: "below 50 %", colour: "#d9660f" },
  { below: 0.8, label: "below 80 %", colour: "#ee8d33" },
  { below: 0.9, label: "below 90 %", colour: "#f6ab63" },
  { below: 0.95, label: "below 95 %", colour: "#fbc892" },
  { below: 0.98, label: "below 98 %", colour: "#fde0bf" },
  { below: 0.995, label: "below 99.5 %", colour: "#fdf0e1" },
  { below: Infinity, label: "99.5 % and more", colour: "#f8f8f8" },
] as const;

/** One block of rows of the heat map, and what stands before it. */
interface Block {
  readonly label: readonly string[];
  readonly cells: (model: string) => readonly Cell[];
}

/**
 * The metric by calibration condition (rows) and evaluation condition (columns), value in the
 * cell, one block for each static calibrator, with dynamic, as-shipped and float32, which this suite
 * does not calibrate, below, float32 not for fidelity; models side by side. `undefined` where no
 * calibration condition was measured. Of several sizes or draws the first is shown.
 */
export function calibrationCondition(
  rows: readonly AccuracyRow[],
  layout: ChartLayout,
): VegaLiteSpec | undefined {
  const kept = oneGranularity(rows);
  const phase = kept.filter((row) => row.phase === "calibration-condition");
  const fixed = phase.filter((row) => row.scheme === "static");
  if (fixed.length === 0) return undefined;
  const models = distinct(fixed, (row) => row.model);
  const conditions = distinct(fixed, conditionLabel);
  const samples = new Set(fixed.map((row) => row.samples));
  const uncalibrated = [...phase, ...kept.filter((row) => row.phase === "shift-ladder")]
    .filter((row) => samples.has(row.samples));
  const inOrder = (cells: readonly Cell[]) =>
    conditions.flatMap((name) => cells.find((cell) => cell.evaluated === displayName(name)) ?? []);
  const blocks: readonly Block[] = [
    ...distinct(fixed, seriesKey).map((key) => blockOf(fixed.filter((r) => seriesKey(r) === key))),
    {
      label: [],
      cells: (model: string) => [
        ...([["dynamic", "none: dynamic"], ["as-shipped", "as shipped"]] as const).flatMap(
          ([scheme, label]) =>
            inOrder(cellsOf(
              uncalibrated.filter((row) => row.model === model && row.scheme === scheme),
              label,
            )),
        ),
        ...inOrder(cellsOf(
          fixed.filter((row) => row.model === model).flatMap(({ float32Value: value, ...row }) =>
            value === undefined ? [] : [{ ...row, value, agreement: 1 }]
          ),
          "float32",
        )),
      ],
    },
  ].filter(({ cells }) => models.some((model) => cells(model).length > 0));
  const wrapped = layout === "wrapped";
  const widthPx = panelWidthPx(models.length, {
    besidePx: 45,
    leastPx: 34 * conditions.length,
    mostPx: (wrapped ? 40 : 44) * conditions.length,
  });
  const panels = blocks.flatMap((block, line) =>
    models.map((model, column) =>
      blockPanel(block.cells(model), {
        heading: !wrapped && line === 0 ? displayName(model) : undefined,
        label: column === 0 ? block.label : undefined,
        last: wrapped || line === blocks.length - 1,
        widthPx,
      })
    )
  );
  const unit = fixed[0]!.metric === "auc" ? "" : " in percent";
  const below = [
    "dynamic",
    ...(uncalibrated.some((row) => row.scheme === "as-shipped") ? ["as shipped"] : []),
    ...(fixed.some((row) => row.float32Value !== undefined) ? ["float32"] : []),
  ];
  return gridSpec({
    title: "What the calibration set looked like, and what the device sees",
    subtitle: [
      `Number: ${
        metricLabel(fixed)
      }${unit}. Down: what was done to the calibration set; across: to ` +
      "the evaluation inputs.",
      "The stronger the orange, the fewer samples keep the class that float32 gives them. " +
      `${samplesText(fixed)}.`,
    ],
    description:
      "Heat maps of the metric by calibration condition and evaluation condition, one column for " +
      "each model, one block of rows for each static calibrator, then " +
      `${below.join(", ").replace(/, ([^,]*)$/, " and $1")}.`,
    columns: models.length,
    panels,
    besidePx: wrapped ? 140 : undefined,
  });
}

type CellRow = Omit<AccuracyRow, "float32Value">;

function cellsOf(rows: readonly CellRow[], calibrated: string | undefined): readonly Cell[] {
  const cells = new Map<string, Cell>();
  for (const row of rows) {
    const cell = {
      model: displayName(row.model),
      evaluated: displayName(conditionLabel(row)),
      calibrated: calibrated ?? displayName(row.calibrationCondition ?? ""),
      agreement: rounded(row.agreement),
      step: steps.find(({ below }) => row.agreement < below)!.label,
      text: formatValue(row.value, row.metric),
    };
    const key = JSON.stringify([cell.calibrated, cell.evaluated]);
    if (!cells.has(key)) cells.set(key, cell);
  }
  return [...cells.values()];
}

function blockOf(rows: readonly AccuracyRow[]): Block {
  return {
    label: ["static", seriesLabel({ ...rows[0]!, scheme: "" }).trim()],
    cells: (model) => cellsOf(rows.filter((row) => row.model === model), undefined),
  };
}

const cellHeightPx = 21;

const cellTooltip = [
  ...nominalFields("model"),
  { field: "calibrated", type: "nominal", title: "calibrated on" },
  { field: "evaluated", type: "nominal", title: "evaluated on" },
  { field: "text", type: "nominal", title: "value" },
  { field: "agreement", type: "quantitative", title: "agreement", format: ".1%" },
] as const;

interface BlockPanel {
  readonly heading: string | undefined;
  readonly label: readonly string[] | undefined;
  readonly last: boolean;
  readonly widthPx: number;
}

function blockPanel(cells: readonly Cell[], panel: BlockPanel): Panel {
  return {
    ...(panel.heading === undefined ? {} : { title: panelTitle(panel.heading, panel.widthPx) }),
    width: panel.widthPx,
    height: cellHeightPx * Math.max(1, distinct(cells, (cell) => cell.calibrated).length),
    data: { values: [...cells] },
    encoding: {
      x: {
        field: "evaluated",
        type: "nominal",
        sort: null,
        title: panel.last ? "Evaluated on" : null,
        axis: { labels: panel.last, ticks: panel.last, labelAngle: -40 },
      },
      y: {
        field: "calibrated",
        type: "nominal",
        sort: null,
        title: panel.label === undefined ? null : [...panel.label],
        axis: { labels: panel.label !== undefined, ticks: false, titlePadding: 8 },
      },
    },
    layer: [
      {
        mark: { type: "rect", stroke: "white" },
        encoding: {
          tooltip: [...cellTooltip],
          color: {
            field: "step",
            type: "nominal",
            scale: {
              domain: steps.map(({ label }) => label),
              range: steps.map(({ colour }) => colour),
            },
            legend: {
              title: "Agreement with float32",
              orient: "bottom",
              columns: steps.length,
              symbolType: "square",
              symbolStrokeColor: "#999999",
              symbolStrokeWidth: 0.5,
            },
          },
        },
      },
      {
        mark: { type: "text", fontSize: 10, color: "#111111" },
        encoding: { text: { field: "text", type: "nominal" }, tooltip: [...cellTooltip] },
      },
    ],
  };
}
