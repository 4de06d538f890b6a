import type { LayerRow } from "../../records/mod.ts";
import { displayName, samplesText } from "../text.ts";
import { distinct, oneGranularity } from "./select.ts";
import {
  type ChartLayout,
  gridSpec,
  type Panel,
  panelTitle,
  panelWidthPx,
  type VegaLiteSpec,
} from "./spec.ts";
import { nominalFields, rounded } from "./tooltip.ts";

/** A step of colour: values below `below` that no earlier step takes. */
export interface LayerStep {
  readonly below: number;
  readonly label: string;
  readonly colour: string;
}

/** Which column the cells show, in which steps of colour, and how the picture is introduced. */
export interface LayerGridOptions {
  readonly layout: ChartLayout;
  readonly column: "clipRate" | "headroom";
  /** Steps from the least value up; a value is in the first one it lies below. */
  readonly steps: readonly LayerStep[];
  readonly legend: string;
  readonly title: string;
  readonly see: string;
  readonly description: string;
}

/**
 * Heat maps of a column of `layers.csv` for static min-max: layers in order of execution down,
 * severity across (0 is clean); shifts are columns, models are rows. A layer without a value, as
 * where nothing is static, leaves its cells empty. `undefined` where there is nothing to show.
 */
export function layerGrid(
  rows: readonly LayerRow[],
  options: LayerGridOptions,
): VegaLiteSpec | undefined {
  const kept = oneGranularity(rows).filter((row) =>
    row.scheme === "static" && row.calibrator === "min-max" && row[options.column] !== undefined
  );
  const shifts = distinct(kept.filter((row) => row.shift !== "clean"), (row) => row.shift);
  if (shifts.length === 0) return undefined;
  const models = distinct(kept, (row) => row.model);
  const wrapped = options.layout === "wrapped";
  const widthPx = wrapped
    ? 168
    : panelWidthPx(shifts.length, { besidePx: 36, leastPx: 66, mostPx: 144 });
  const panels = models.flatMap((model, line) => {
    const own = kept.filter((row) => row.model === model);
    return shifts.map((shift, column) =>
      layerPanel(own.filter((row) => row.shift === "clean" || row.shift === shift), {
        ...options,
        widthPx,
        heading: wrapped || line === 0 ? displayName(shift) : undefined,
        model: !wrapped && column === 0 ? displayName(model) : undefined,
        labelled: wrapped || column === 0,
        last: wrapped || line === models.length - 1,
      })
    );
  });
  return gridSpec({
    title: options.title,
    subtitle: [
      options.see,
      `Static min-max, layers from the input down. ${samplesText(kept)} in each cell.`,
    ],
    description: options.description,
    columns: shifts.length,
    panels,
    besidePx: wrapped ? 126 : undefined,
  });
}

/** Room for the model's name beside a model of few layers. */
const leastHeightPx = 60;

interface LayerPanel extends LayerGridOptions {
  readonly widthPx: number;
  readonly heading: string | undefined;
  readonly model: string | undefined;
  readonly labelled: boolean;
  readonly last: boolean;
}

function layerPanel(rows: readonly LayerRow[], panel: LayerPanel): Panel {
  const ordered = rows.toSorted((a, b) => a.position - b.position || a.severity - b.severity);
  const layers = Math.max(1, distinct(ordered, (row) => row.position).length);
  const severities = Math.max(1, distinct(ordered, (row) => row.severity).length);
  const stepPx = Math.max(12, Math.ceil(leastHeightPx / layers));
  return {
    ...(panel.heading === undefined ? {} : { title: panelTitle(panel.heading, panel.widthPx) }),
    width: Math.floor(panel.widthPx / 6) * severities,
    height: stepPx * layers,
    data: {
      values: ordered.map((row) => ({
        model: displayName(row.model),
        shift: displayName(row.shift),
        severity: row.severity,
        layer: `${row.position} ${displayName(row.op)}`,
        value: rounded(row[panel.column]!),
        step: panel.steps.find(({ below }) => row[panel.column]! < below)?.label,
      })),
    },
    mark: { type: "rect", stroke: "white", strokeWidth: 0.5 },
    encoding: {
      x: {
        field: "severity",
        type: "ordinal",
        title: panel.last ? "Severity" : null,
        axis: { labels: panel.last, ticks: false, labelAngle: 0 },
      },
      y: {
        field: "layer",
        type: "nominal",
        sort: null,
        title: panel.model === undefined ? null : panel.model,
        axis: {
          labels: panel.labelled,
          ticks: false,
          titleFontWeight: "bold",
          titleLimit: stepPx * layers,
        },
      },
      color: {
        field: "step",
        type: "nominal",
        scale: {
          domain: panel.steps.map((step) => step.label),
          range: panel.steps.map((step) => step.colour),
        },
        legend: {
          title: panel.legend,
          orient: "bottom",
          columns: panel.steps.length,
          symbolType: "square",
          symbolStrokeColor: "#999999",
          symbolStrokeWidth: 0.5,
        },
      },
      tooltip: [
        ...nominalFields("model", "shift", "severity", "layer"),
        {
          field: "value",
          type: "quantitative",
          title: panel.column === "clipRate" ? "clip rate" : "headroom",
          format: panel.column === "clipRate" ? ".2%" : ".2f",
        },
      ],
    },
  };
}
