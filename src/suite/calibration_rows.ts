import { calibratorParameter } from "../calibrate/mod.ts";
import { parametersFromRange } from "../affine/mod.ts";
import type { CalibrationRow } from "../records/mod.ts";
import { mean, standardDeviation } from "../statistics/mod.ts";
import { type CalibrationTables, tableKey } from "./evaluations.ts";
import { type Calibration, calibrationKey, type CalibrationRequest } from "./plan.ts";

/** The rows of calibration.csv: every activation of every calibration of every fold. */
export function calibrationRows(
  suite: string,
  requests: readonly CalibrationRequest[],
  folds: readonly CalibrationTables[],
): readonly CalibrationRow[] {
  return folds.flatMap((tables, fold) => rowsOfFold(suite, requests, { tables, fold }));
}

function rowsOfFold(
  suite: string,
  requests: readonly CalibrationRequest[],
  { tables, fold }: { readonly tables: CalibrationTables; readonly fold: number },
): readonly CalibrationRow[] {
  return requests.flatMap(({ model, calibrations }) => {
    const dispersion = scaleDispersion(model, calibrations, tables);
    return calibrations.flatMap((calibration) => {
      const { calibrator, condition, size, draw } = calibration;
      const table = tables.get(tableKey(model, calibration))!;
      return [...table.ranges].map(([layer, range]): CalibrationRow => {
        const { scale, zeroPoint } = parametersFromRange(range.lo, range.hi);
        return {
          suite,
          model,
          calibrationCondition: condition,
          calibrator: calibrator.name,
          calibratorParameter: calibratorParameter(calibrator),
          calibrationSize: size,
          draw,
          fold,
          layer,
          samples: table.samples,
          observedLo: range.observedLo,
          observedHi: range.observedHi,
          lo: range.lo,
          hi: range.hi,
          scale,
          zeroPoint,
          clippedShare: range.clippedShare,
          outlierInfluence: range.outlierInfluence,
          ...dispersion.get(dispersionKey(calibration, layer)),
          warnings: range.warnings.join(" "),
        } as CalibrationRow;
      });
    });
  });
}

/** The same for every draw of a calibration. */
function dispersionKey(calibration: Calibration, layer: string): string {
  return `${calibrationKey({ ...calibration, draw: 0 })}:${layer}`;
}

interface Dispersion {
  readonly scaleMean: number;
  readonly scaleCv: number | undefined;
}

/** Mean and coefficient of variation of each scale over the draws. */
function scaleDispersion(
  model: string,
  calibrations: readonly Calibration[],
  tables: CalibrationTables,
): ReadonlyMap<string, Dispersion> {
  const scales = new Map<string, number[]>();
  for (const calibration of calibrations) {
    for (const [layer, { lo, hi }] of tables.get(tableKey(model, calibration))!.ranges) {
      const key = dispersionKey(calibration, layer);
      const known = scales.get(key) ?? [];
      known.push(parametersFromRange(lo, hi).scale);
      scales.set(key, known);
    }
  }
  return new Map([...scales].map(([key, values]) => {
    const scaleMean = mean(values);
    const deviation = standardDeviation(values);
    return [key, {
      scaleMean,
      scaleCv: deviation === undefined ? undefined : deviation / scaleMean,
    }];
  }));
}
