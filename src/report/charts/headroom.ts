import type { LayerRow } from "../../records/mod.ts";
import { layerGrid } from "./layer_grid.ts";
import type { ChartLayout, VegaLiteSpec } from "./spec.ts";

/** Headroom by layer and severity under static min-max, from `layers.csv`. */
export function headroom(
  rows: readonly LayerRow[],
  layout: ChartLayout,
): VegaLiteSpec | undefined {
  return layerGrid(rows, {
    layout,
    column: "headroom",
    steps: [
      { below: 0.5, label: "below 0.5", colour: "#a63603" },
      { below: 0.8, label: "below 0.8", colour: "#e6842a" },
      { below: 0.95, label: "below 0.95", colour: "#fbd3a5" },
      { below: 1.05, label: "about 1", colour: "#f4f4f4" },
      { below: 1.25, label: "below 1.25", colour: "#c3dcec" },
      { below: 2, label: "below 2", colour: "#5ba3cf" },
      { below: Infinity, label: "2 and more", colour: "#08519c" },
    ],
    legend: "Headroom: static over observed width",
    title: "How well fixed ranges fit",
    see: "Orange: the range is too narrow and clips. Blue: too wide, and wastes resolution.",
    description:
      "Heat maps of headroom by layer and severity under static min-max, one column for each " +
      "shift, one row for each model.",
  });
}
