import type { AccuracyRow } from "../../records/mod.ts";
import { shiftLadder } from "./shift_ladder.ts";
import type { ChartLayout, VegaLiteSpec } from "./spec.ts";

/**
 * Agreement with float32 against severity, from the shift ladder; `undefined` where no shift was
 * measured. float32 agrees with itself and is left out.
 */
export function agreementBySeverity(
  rows: readonly AccuracyRow[],
  layout: ChartLayout,
): VegaLiteSpec | undefined {
  return shiftLadder(rows.filter((row) => row.scheme !== "float32"), {
    layout,
    column: "agreement",
    axisTitle: () => "agreement",
    title: "Agreement with float32 as the evaluation inputs shift",
    see:
      "The share of samples that keep the class float32 gives them: what quantization alone changes.",
    description:
      "Line charts of agreement with float32 against severity 0 (clean) to 5, one column of " +
      "panels for each shift, one row for each model, one line for each scheme and calibrator.",
  });
}
