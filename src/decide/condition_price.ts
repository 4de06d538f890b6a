import type { DecisionRow } from "../records/mod.ts";
import { hasCollapsed, type MeasuredCell, measuredCells } from "./cells.ts";
import type { DecisionContext, DecisionInput } from "./decision_input.ts";
import { differenceRow } from "./difference_row.ts";
import { pairedMeasures } from "./paired.ts";
import { closeRows, configurationColumns, groupsOf, keyOf } from "./rows.ts";

/**
 * `condition-price`: what it costs to calibrate on the wrong inputs: static calibrated on a condition less
 * static calibrated on clean inputs, with the same calibrator, on the same samples under each condition.
 */
export function conditionPrices(
  { accuracy, outcomes }: DecisionInput,
  { margin }: DecisionContext,
): readonly DecisionRow[] {
  const cells = measuredCells(
    accuracy,
    outcomes,
    ({ phase, scheme }) =>
      phase === "calibration-condition" && (scheme === "static" || scheme === "float32"),
  );
  const place = ({ row, subset }: MeasuredCell) =>
    keyOf(row.model, row.shift, row.severity, subset);
  const float32 = new Map(
    cells.filter(({ row }) => row.scheme === "float32").map((cell) => [place(cell), cell.classes]),
  );
  const groups = groupsOf(
    cells.filter(({ row }) => row.scheme === "static"),
    (cell) =>
      keyOf(place(cell), cell.row.weights, cell.row.calibrator, cell.row.calibratorParameter),
  );
  const open = groups.flatMap((own) => {
    const clean = own.find(({ row }) => row.calibrationCondition === "clean");
    if (clean === undefined) return [];
    const truth = {
      metric: outcomes.header.metric,
      labels: clean.labels,
      float32: float32.get(place(clean)),
    };
    return own.filter((cell) => cell !== clean).flatMap((cell) =>
      pairedMeasures(cell, clean, truth).map((paired) =>
        differenceRow(paired, {
          ...configurationColumns(cell.row),
          kind: "condition-price",
          shift: cell.row.shift,
          severity: cell.row.severity,
          against: "calibrated on clean",
          samples: cell.row.samples,
          margin,
        }, { isCollapsed: hasCollapsed(cell.row) })
      )
    );
  });
  return closeRows(open);
}
