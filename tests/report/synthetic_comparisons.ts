/** Rows of comparisons.csv as a run would leave them beside the synthetic accuracy rows. */
import { type ConfigurationColumns, isCompared } from "../../src/decide/pairs.ts";
import type { AccuracyRow, ComparisonRow } from "../../src/records/mod.ts";

/** A row that says nothing beyond its fields: static less dynamic, on clean inputs. */
export function comparisonRow(fields: Partial<ComparisonRow>): ComparisonRow {
  const difference = fields.difference ?? 0;
  const lo = fields.differenceLo ?? difference - 0.01;
  const hi = fields.differenceHi ?? difference + 0.01;
  return {
    suite: "digits",
    phase: "shift-ladder",
    model: "mlp",
    shift: "clean",
    severity: 0,
    measure: "accuracy",
    samples: 1000,
    firstScheme: "static",
    firstWeights: "per-channel",
    firstCalibrator: "min-max",
    firstCalibratorParameter: undefined,
    firstCalibrationSize: 500,
    secondScheme: "dynamic",
    secondWeights: "per-channel",
    secondCalibrator: undefined,
    secondCalibratorParameter: undefined,
    secondCalibrationSize: undefined,
    firstValue: 0.9 + difference,
    secondValue: 0.9,
    difference,
    differenceLo: lo,
    differenceHi: hi,
    method: "newcombe",
    p: 1,
    verdict: lo > 0 ? "first" : hi < 0 ? "second" : "none",
    warnings: "",
    ...fields,
  };
}

/** Both measures of every pair that is compared, from values that were never paired. */
export function comparisonRows(accuracy: readonly AccuracyRow[]): readonly ComparisonRow[] {
  const ladder = accuracy.filter((row) => row.phase === "shift-ladder");
  const places = Map.groupBy(ladder, (row) => [row.model, row.shift, row.severity].join());
  const standard: ConfigurationColumns = ladder.find((row) => row.scheme === "static")!;
  return [...places.values()].flatMap((place) =>
    place.flatMap((first) =>
      place.filter((second) => isCompared(first, second, standard)).flatMap((second) =>
        (["accuracy", "agreement"] as const).map((measure) => {
          const column = measure === "accuracy" ? "value" : measure;
          return comparisonRow({
            model: first.model,
            shift: first.shift,
            severity: first.severity,
            measure,
            firstScheme: first.scheme,
            firstCalibrator: first.calibrator,
            firstCalibratorParameter: first.calibratorParameter,
            firstCalibrationSize: first.calibrationSize,
            secondScheme: second.scheme,
            firstValue: first[column],
            secondValue: second[column],
            difference: first[column] - second[column],
            warnings: first.warnings,
          });
        })
      )
    )
  );
}
