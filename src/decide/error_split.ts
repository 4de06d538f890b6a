import type { DecisionRow } from "../records/mod.ts";
import {
  floatCollapsed,
  hasCollapsed,
  isOnLadder,
  type MeasuredCell,
  measuredCells,
} from "./cells.ts";
import type { DecisionContext, DecisionInput } from "./decision_input.ts";
import { differenceRow } from "./difference_row.ts";
import { pairedMeasures } from "./paired.ts";
import {
  closeRows,
  configurationColumns,
  decisionRow,
  groupsOf,
  keyOf,
  type OpenRow,
} from "./rows.ts";

/** The severity of each shift that the error is split at, beside clean inputs. */
const splitSeverity = 3;

const schemes = ["float32", "weight-only", "static", "dynamic"];

/**
 * `error-split`: weight-only less float32 is the error of int8 weights; static (its first calibrator) less
 * weight-only and dynamic less weight-only are that of int8 activations. On clean inputs and at severity
 * 3 of each shift. `noise-db`: how many dB the noise of the logits lies above that of weight-only; for
 * weight-only above the signal.
 */
export function errorSplits(
  { accuracy, outcomes }: DecisionInput,
  { margin }: DecisionContext,
): readonly DecisionRow[] {
  const cells = measuredCells(
    accuracy,
    outcomes,
    (row) =>
      isOnLadder(row) && schemes.includes(row.scheme) &&
      (row.severity === 0 || row.severity === splitSeverity),
  );
  const places = groupsOf(cells, ({ row }) => keyOf(row.model, row.shift, row.severity));
  const open = places.flatMap((own) => {
    const float32 = own.find(({ row }) => row.scheme === "float32");
    const truth = {
      metric: outcomes.header.metric,
      labels: own[0]!.labels,
      float32: float32?.classes,
    };
    const isCollapsed = own.some(({ row }) => hasCollapsed(row));
    const split = (first: MeasuredCell, second: MeasuredCell): readonly OpenRow[] => {
      const columns = {
        ...configurationColumns(first.row),
        kind: "error-split",
        shift: first.row.shift,
        severity: first.row.severity,
        against: second.row.scheme,
        samples: first.row.samples,
      } as const;
      const noise = noiseAbove(first, second);
      return [
        ...pairedMeasures(first, second, truth)
          .map((paired) => differenceRow(paired, { ...columns, margin }, { isCollapsed })),
        ...(noise === undefined ? [] : [{
          row: decisionRow({
            ...columns,
            measure: "noise-db",
            value: noise,
            verdict: isCollapsed ? floatCollapsed : "estimate",
          }),
        }]),
      ];
    };
    return own.filter(({ row }) => row.scheme === "weight-only").flatMap((weightOnly) => {
      const alike = own.filter(({ row }) => row.weights === weightOnly.row.weights);
      const others = ["static", "dynamic"]
        .flatMap((scheme) => alike.find(({ row }) => row.scheme === scheme) ?? []);
      return [
        ...(float32 === undefined ? [] : split(weightOnly, float32)),
        ...others.flatMap((cell) => split(cell, weightOnly)),
      ];
    });
  });
  return closeRows(open);
}

/** In dB; float32 has no noise, so there it is above the signal. */
function noiseAbove(
  { row: first }: MeasuredCell,
  { row: second }: MeasuredCell,
): number | undefined {
  if (first.sqnrDb === undefined) return undefined;
  if (second.scheme === "float32") return -first.sqnrDb;
  return second.sqnrDb === undefined ? undefined : second.sqnrDb - first.sqnrDb;
}
