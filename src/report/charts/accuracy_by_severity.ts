import type { AccuracyRow } from "../../records/mod.ts";
import { metricLabel, metricTitle } from "../text.ts";
import { shiftLadder } from "./shift_ladder.ts";
import type { VegaLiteSpec } from "./spec.ts";

/**
 * The metric against severity, from the shift ladder; `undefined` where no shift was measured, and
 * for fidelity, which the chart of agreement shows.
 */
export function accuracyBySeverity(rows: readonly AccuracyRow[]): VegaLiteSpec | undefined {
  const measured = rows.filter(({ metric }) => metric !== "fidelity");
  return shiftLadder(measured, {
    column: "value",
    axisTitle: metricLabel,
    title: `${metricTitle(measured)} as the evaluation inputs shift`,
    see:
      "Static (upper row of the legend) below dynamic: fixed ranges cost accuracy; above: clipping " +
      "helps. Dashed: float32.",
    description:
      "Line charts of the metric against severity 0 (clean) to 5, one column of panels for each " +
      "shift, one row for each model, one line for each scheme and calibrator.",
  });
}
