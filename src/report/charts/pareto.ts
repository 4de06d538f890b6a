import type { AccuracyRow, CostRow } from "../../records/mod.ts";
import { displayName, metricLabel, samplesText } from "../text.ts";
import { paretoPanel } from "./pareto_panel.ts";
import { distinct, oneGranularity } from "./select.ts";
import {
  type ChartLayout,
  gridSpec,
  type Panel,
  panelTitle,
  panelWidthPx,
  type VegaLiteSpec,
  wrappedWidthPx,
} from "./spec.ts";
import { type CostColumn, strategiesByModel, worstOf, type WorthColumn } from "./strategies.ts";

/** What the rows of panels show: worth upward, cost to the right. */
const views: readonly (readonly [WorthColumn, CostColumn])[] = [
  ["value", "instructionsM4"],
  ["agreement", "instructionsM4"],
  ["value", "arenaBytes"],
  ["agreement", "arenaBytes"],
];

/**
 * The metric and the agreement of each strategy under its worst shift against what it costs: models are
 * columns. One point a scheme and calibrator, those of mixed on a line, and the frontier that nothing
 * beats. `undefined` where either table has nothing for it; fidelity has agreement alone.
 */
export function pareto(
  { accuracy, cost }: {
    readonly accuracy: readonly AccuracyRow[];
    readonly cost: readonly CostRow[];
  },
  layout: ChartLayout,
): VegaLiteSpec | undefined {
  const models = strategiesByModel(accuracy, cost);
  if (models.length === 0) return undefined;
  const all = models.flatMap(({ strategies }) => strategies);
  const ladder = oneGranularity(accuracy.filter(({ phase }) => phase === "shift-ladder"));
  const float32 = ladder.filter(({ scheme }) => scheme === "float32");
  const metrics = distinct(all, ({ worst }) => worst.value.metric);
  const shown = views.filter(([worth, price]) =>
    (worth === "agreement" || metrics.some((metric) => metric !== "fidelity")) &&
    all.some(({ cost: row }) => row[price] !== undefined)
  );
  const wrapped = layout === "wrapped";
  const widthPx = wrapped
    ? wrappedWidthPx
    : panelWidthPx(models.length, { besidePx: 52, leastPx: 110, mostPx: 340 });
  const panels = shown.flatMap(([worth, price], line) =>
    models.map(({ model, strategies }, column): Panel => {
      const panel = paretoPanel(strategies, {
        model: displayName(model),
        worth,
        price,
        widthPx,
        series: distinct(all, ({ series }) => series),
        float32: worth === "value"
          ? worstOf(float32.filter((row) => row.model === model), worth)?.value
          : undefined,
        title: column > 0 ? undefined : [
          "Worst shift:",
          worth === "value" ? metricLabel([strategies[0]!.worst.value]) : "agreement",
        ],
      });
      return wrapped || line > 0
        ? panel
        : { ...panel, title: panelTitle(displayName(model), widthPx) };
    })
  );
  const hasMixed = all.some(({ dynamicValues }) => dynamicValues !== undefined);
  return gridSpec({
    title: "What a strategy keeps under its worst shift, and what it costs",
    subtitle: [
      "Up and to the left is better. Grey steps: the frontier, which nothing beats at its cost or below.",
      (hasMixed
        ? "Teal: mixed, static but for as many dynamic values as the number says (mixed.csv). "
        : "") + (float32.length > 0 ? "Dashed: float32." : ""),
      `Worst of all shifts that float32 itself withstands, ${
        samplesText(all.map(({ worst }) => worst.value))
      }. Axes do not begin at 0.`,
    ].filter((line) => line !== ""),
    description:
      "Scatter plots of accuracy and of agreement with float32 under the worst shift against " +
      "estimated Cortex-M4 instructions and arena bytes, one column of panels for each model, one " +
      "point for each scheme and calibrator, mixed on a line by number of dynamic values.",
    columns: models.length,
    panels,
    besidePx: wrapped ? 76 : undefined,
  });
}
