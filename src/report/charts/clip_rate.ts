import type { LayerRow } from "../../records/mod.ts";
import { layerGrid } from "./layer_grid.ts";
import type { ChartLayout, VegaLiteSpec } from "./spec.ts";

/** Clip rate by layer and severity under static min-max, from `layers.csv`. */
export function clipRate(
  rows: readonly LayerRow[],
  layout: ChartLayout,
): VegaLiteSpec | undefined {
  return layerGrid(rows, {
    layout,
    column: "clipRate",
    steps: [
      { below: Number.MIN_VALUE, label: "0", colour: "#f4f4f4" },
      { below: 0.0001, label: "below 0.01 %", colour: "#fde3c8" },
      { below: 0.001, label: "below 0.1 %", colour: "#fbc083" },
      { below: 0.01, label: "below 1 %", colour: "#ee9433" },
      { below: 0.1, label: "below 10 %", colour: "#c5560a" },
      { below: Infinity, label: "10 % and more", colour: "#6f2a02" },
    ],
    legend: "Clip rate: values outside the range",
    title: "Where fixed ranges clip",
    see:
      "The stronger the colour, the more values lie beyond what calibration saw; grey: nothing is clipped.",
    description:
      "Heat maps of clip rate by layer and severity under static min-max, one column for each " +
      "shift, one row for each model.",
  });
}
