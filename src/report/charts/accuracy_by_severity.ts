import type { AccuracyRow } from "../../records/mod.ts";
import { metricLabel } from "../text.ts";
import { shiftLadder } from "./shift_ladder.ts";
import type { VegaLiteSpec } from "./spec.ts";

/** Accuracy against severity, from the shift ladder; `undefined` where no shift was measured. */
export function accuracyBySeverity(rows: readonly AccuracyRow[]): VegaLiteSpec | undefined {
  return shiftLadder(rows, {
    column: "value",
    axisTitle: metricLabel,
    title: "Accuracy as the evaluation inputs shift",
    see:
      "Static (upper row of the legend) below dynamic: fixed ranges cost accuracy; above: clipping " +
      "helps. Dashed: float32.",
    description:
      "Line charts of the metric against severity 0 (clean) to 5, one column of panels for each " +
      "shift, one row for each model, one line for each scheme and calibrator.",
  });
}
