/** Rows of accuracy.csv as a run would leave them: made of a seeded sequence, nothing measured. */
import type { AccuracyRow } from "../../src/records/mod.ts";
import {
  syntheticCalibrators,
  syntheticDynamicCounts,
  type SyntheticModel,
  syntheticModels,
  syntheticShifts,
} from "./synthetic_models.ts";

const harm = [0.02, 0.006, 0.05, 0.035, 0.03];
const clipped = [0, 0.001, 0.002, 0.006, 0.003];

const share = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;

function floatAccuracy(clean: number, shift: string, severity: number): number {
  const loss = harm[syntheticShifts.indexOf(shift)] ?? 0;
  return share(Math.max(0.12, clean - loss * severity * Math.sqrt(severity) * (1.6 - clean)));
}

export function accuracyRow(fields: Partial<AccuracyRow>): AccuracyRow {
  const value = fields.value ?? 0.9;
  const agreement = fields.agreement ?? 0.99;
  return {
    suite: "digits",
    phase: "shift-ladder",
    model: "mlp",
    scheme: "static",
    weights: "per-channel",
    dynamicValues: undefined,
    calibrator: undefined,
    calibratorParameter: undefined,
    calibrationSize: undefined,
    draw: undefined,
    calibrationCondition: undefined,
    shift: "clean",
    severity: 0,
    metric: "top-1",
    samples: 1000,
    folds: 1,
    value,
    valueLo: share(value - 0.02),
    valueHi: share(value + 0.02),
    float32Value: 0.97,
    agreement,
    agreementLo: share(agreement - 0.015),
    agreementHi: share(agreement + 0.01),
    flipsHarmful: 3,
    flipsBeneficial: 1,
    ties: 0,
    mcnemarP: 0.625,
    sqnrDb: 28.4,
    warnings: "",
    ...fields,
  };
}

const staticFields = (calibrator: string, calibrationSize: number, draw: number) => ({
  scheme: "static",
  calibrator,
  calibratorParameter: { percentile: 99.99, "moving-average": 0.01 }[calibrator],
  calibrationSize,
  draw,
  calibrationCondition: "clean",
});

interface Loss {
  readonly scheme: string;
  readonly calibrator: number;
  readonly shift: string;
  readonly severity: number;
}

function schemeLoss({ scheme, calibrator, shift, severity }: Loss): number {
  const strength = shift === "gain" ? 0.016 : shift === "gaussian-noise" ? 0.002 : 0.0008;
  switch (scheme) {
    case "float32":
      return 0;
    case "static":
      return 0.003 + clipped[calibrator]! +
        (1 + 60 * clipped[calibrator]!) * strength * severity * severity;
    case "dynamic-input":
      return 0.003 + 0.15 * strength * severity * severity;
    default:
      return scheme === "dynamic" ? 0.003 : scheme === "hybrid" ? 0.002 : 0.001;
  }
}

export function sweepRows(random: () => number): AccuracyRow[] {
  const conditions = [["clean", 0], ["brighten", 3], ["gaussian-noise", 3], ["gain", 3]] as const;
  return syntheticModels.flatMap(({ model, clean }) =>
    conditions.flatMap(([shift, severity]) =>
      syntheticCalibrators.flatMap((calibrator, index) =>
        Array.from({ length: 30 }, (_, cell) => {
          const size = 100 * (1 + (cell % 10));
          const float32Value = floatAccuracy(clean, shift, severity);
          const loss = schemeLoss({ scheme: "static", calibrator: index, shift, severity });
          const spread = (random() - 0.5) * 0.012 * Math.sqrt(100 / size);
          const value = share(float32Value - loss - 0.6 / size + spread);
          return accuracyRow({
            ...staticFields(calibrator, size, Math.floor(cell / 10)),
            phase: "calibration-sweep",
            model,
            shift,
            severity,
            value,
            float32Value,
            agreement: share(1 - 2 * loss - 0.8 / size),
            warnings: size === 100 && calibrator === "entropy" ? "few-samples" : "",
          });
        })
      )
    )
  );
}

/** The rows of one rung of the ladder: one a configuration. */
function rungRows(
  { model, clean }: SyntheticModel,
  { shift, severity, random }: { shift: string; severity: number; random: () => number },
): AccuracyRow[] {
  const float32Value = floatAccuracy(clean, shift, severity);
  const warnings = float32Value < 0.1 + (clean - 0.1) / 2 ? "float-collapsed" : "";
  const of = (scheme: string, calibrator = -1, dynamicValues?: number) => ({
    scheme,
    calibrator,
    dynamicValues,
  });
  const configurations = [
    ...["float32", "weight-only"].map((scheme) => of(scheme)),
    ...syntheticCalibrators.map((_, calibrator) => of("static", calibrator)),
    ...["dynamic", "dynamic-input", "hybrid"].map((scheme) => of(scheme)),
    ...syntheticDynamicCounts.map((dynamicValues) => of("mixed", 0, dynamicValues)),
  ];
  return configurations.map(({ scheme, calibrator, dynamicValues }) => {
    const fixedLoss = schemeLoss({ scheme: "static", calibrator: 0, shift, severity });
    const loss = dynamicValues === undefined
      ? schemeLoss({ scheme, calibrator, shift, severity })
      : fixedLoss / (1 + dynamicValues);
    const noise = scheme === "float32" ? 0 : (random() - 0.5) * 0.004;
    return accuracyRow({
      model,
      weights: scheme === "float32" ? undefined : "per-channel",
      ...(calibrator < 0 ? {} : staticFields(syntheticCalibrators[calibrator]!, 500, 0)),
      scheme,
      dynamicValues,
      shift,
      severity,
      value: share(float32Value - loss + noise),
      float32Value,
      agreement: share(1 - 2.2 * loss + Math.min(0, noise)),
      sqnrDb: scheme === "float32" ? undefined : 28 - 100 * loss,
      warnings,
    });
  });
}

export function ladderRows(random: () => number): AccuracyRow[] {
  return syntheticModels.flatMap((model) => [
    ...rungRows(model, { shift: "clean", severity: 0, random }),
    ...syntheticShifts.flatMap((shift) =>
      [1, 2, 3, 4, 5].flatMap((severity) => rungRows(model, { shift, severity, random }))
    ),
  ]);
}

export function conditionRows(random: () => number): AccuracyRow[] {
  const conditions = ["clean", "darken-3", "gaussian-noise-3", "one-class"];
  const evaluated = [["clean", 0], ["darken", 3], ["gaussian-noise", 3], ["gain", 3]] as const;
  return syntheticModels.flatMap(({ model, clean }) =>
    ["min-max", "percentile"].flatMap((calibrator, index) =>
      conditions.flatMap((calibrationCondition, row) =>
        evaluated.map(([shift, severity], column) => {
          const float32Value = floatAccuracy(clean, shift, severity);
          const loss = schemeLoss({ scheme: "static", calibrator: index, shift, severity });
          const mismatch = row === column ? 0 : row === 1 ? 0.06 : row === 3 ? 0.03 : 0.004;
          return accuracyRow({
            ...staticFields(calibrator, 500, 0),
            phase: "calibration-condition",
            model,
            calibrationCondition,
            shift,
            severity,
            value: share(float32Value - loss - mismatch + (random() - 0.5) * 0.004),
            float32Value,
            agreement: share(1 - 2 * loss - 2 * mismatch),
          });
        })
      )
    )
  );
}
