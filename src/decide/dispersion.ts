import type { AccuracyRow, CalibrationRow, DecisionRow } from "../records/mod.ts";
import { quantile, standardDeviation } from "../statistics/mod.ts";
import type { DecisionInput } from "./decision_input.ts";
import { configurationColumns, decisionRow, groupsOf, keyOf } from "./rows.ts";

/**
 * `dispersion`: of each model, calibrator and size how far the draws lie apart: the standard deviation of
 * the metric on clean inputs, and the median over the activations of the scale's coefficient of variation.
 */
export function dispersions({ accuracy, calibration }: DecisionInput): readonly DecisionRow[] {
  const sweep = accuracy.filter(({ phase, scheme, shift, calibrationSize }) =>
    phase === "calibration-sweep" && scheme === "static" && shift === "clean" &&
    calibrationSize !== undefined
  );
  const scales = Map.groupBy(
    calibration.filter(({ calibrationCondition, draw, scaleCv }) =>
      calibrationCondition === "clean" && (draw ?? 0) === 0 && scaleCv !== undefined
    ),
    configurationKey,
  );
  return groupsOf(sweep, (row) => keyOf(configurationKey(row), row.weights))
    .filter((own) => own.length > 1)
    .flatMap((own) => [metricRow(own), ...scaleRow(own, scales.get(configurationKey(own[0]!)))]);
}

function configurationKey(
  { model, calibrator, calibratorParameter, calibrationSize }: AccuracyRow | CalibrationRow,
): string {
  return keyOf(model, calibrator, calibratorParameter, calibrationSize);
}

const measures = { "top-1": "accuracy-sd", auc: "auc-sd", fidelity: "agreement-sd" } as const;

function metricRow(draws: readonly AccuracyRow[]): DecisionRow {
  const row = draws[0]!;
  return decisionRow({
    ...configurationColumns(row),
    kind: "dispersion",
    shift: row.shift,
    severity: row.severity,
    measure: measures[row.metric],
    samples: row.samples,
    draws: draws.length,
    value: standardDeviation(draws.map(({ value }) => value)),
    verdict: "estimate",
  });
}

function scaleRow(
  draws: readonly AccuracyRow[],
  activations: readonly CalibrationRow[] = [],
): readonly DecisionRow[] {
  if (activations.length === 0) return [];
  return [decisionRow({
    ...configurationColumns(draws[0]!),
    kind: "dispersion",
    measure: "scale-cv",
    draws: draws.length,
    value: quantile(activations.map(({ scaleCv }) => scaleCv!), 0.5),
    verdict: "estimate",
    note: `Median over ${activations.length} activations`,
  })];
}
