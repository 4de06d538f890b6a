import type { AccuracyRow } from "../../records/mod.ts";
import { metricLabel, metricTitle } from "../text.ts";
import { shiftLadder } from "./shift_ladder.ts";
import type { ChartLayout, VegaLiteSpec } from "./spec.ts";

/**
 * The metric against severity, from the shift ladder; `undefined` where no shift was measured, and
 * for fidelity, which the chart of agreement shows.
 */
export function accuracyBySeverity(
  rows: readonly AccuracyRow[],
  layout: ChartLayout,
): VegaLiteSpec | undefined {
  const measured = rows.filter(({ metric }) => metric !== "fidelity");
  return shiftLadder(measured, {
    layout,
    column: "value",
    axisTitle: metricLabel,
    title: `${metricTitle(measured)} as the evaluation inputs shift`,
    see:
      "Static below dynamic: fixed ranges cost accuracy; above: clipping helps. Thin dashes: float32.",
    description:
      "Line charts of the metric against severity 0 (clean) to 5, one column of panels for each " +
      "shift, one row for each model, one line for each scheme and calibrator.",
  });
}
