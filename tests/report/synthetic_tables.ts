/** Tables of the size and manner of a real run, made of a seeded sequence: nothing is measured. */
import type {
  AccuracyRow,
  CalibrationRow,
  ComparisonRow,
  CostRow,
  DecisionRow,
  LatencyRow,
  LayerRow,
  MixedRow,
  ThresholdRow,
} from "../../src/records/mod.ts";
import { comparisonRows } from "./synthetic_comparisons.ts";
import { syntheticDecisions } from "./synthetic_decisions.ts";
import { conditionRows, ladderRows, sweepRows } from "./synthetic_accuracy.ts";
import {
  sequence,
  syntheticCalibrators,
  syntheticDynamicCounts,
  type SyntheticModel,
  syntheticModels,
  syntheticSchemes,
  syntheticShifts,
} from "./synthetic_models.ts";

export interface SyntheticTables {
  readonly accuracy: readonly AccuracyRow[];
  readonly comparisons: readonly ComparisonRow[];
  readonly decisions: readonly DecisionRow[];
  readonly thresholds: readonly ThresholdRow[];
  readonly layers: readonly LayerRow[];
  readonly cost: readonly CostRow[];
  readonly calibration: readonly CalibrationRow[];
  readonly latency: readonly LatencyRow[];
  readonly mixed: readonly MixedRow[];
}

function layerRows(random: () => number): LayerRow[] {
  const rungs = [
    { shift: "clean", severity: 0 },
    ...syntheticShifts.flatMap((shift) => [1, 2, 3, 4, 5].map((severity) => ({ shift, severity }))),
  ];
  const schemes = [
    ...syntheticCalibrators.map((calibrator) => ({ scheme: "static", calibrator })),
    ...["dynamic", "hybrid"].map((scheme) => ({ scheme, calibrator: undefined })),
  ];
  return syntheticModels.flatMap(({ model, ops }) =>
    rungs.flatMap(({ shift, severity }) =>
      schemes.flatMap(({ scheme, calibrator }) =>
        ops.map((op, position): LayerRow => {
          const growth = shift === "gain"
            ? [1, 1.25, 1.5, 2, 3, 4][severity]!
            : 1 + 0.02 * severity;
          const beyond = Math.max(0, growth - 1.02 + 0.05 * random());
          const clipRate = calibrator === undefined ? undefined : 0.04 * beyond * beyond * random();
          return {
            suite: "digits",
            model,
            scheme,
            weights: "per-channel",
            calibrator,
            calibrationSize: calibrator === undefined ? undefined : 500,
            shift,
            severity,
            layer: position === 0 ? "input" : `model/${op}_${position}/Relu`,
            op,
            position,
            samples: 1000,
            sqnrDb: 34 - position - 3 * beyond,
            clipRate: shift === "clean" && clipRate !== undefined ? 0 : clipRate,
            headroom: calibrator === undefined ? undefined : (0.9 + 0.3 * random()) / growth,
          };
        })
      )
    )
  );
}

function costRow({ model, macs, activations }: SyntheticModel, scheme: string): CostRow {
  const float = scheme === "float32" || scheme === "weight-only";
  const integer = !float && scheme !== "hybrid";
  const weightBytes = Math.round(macs / 9) * (scheme === "float32" ? 4 : 1);
  const staged = scheme === "dynamic" ? activations : 0;
  const instructionsM4 = float ? macs * 9 : macs * 2 + activations * (scheme === "static" ? 8 : 21);
  return {
    suite: "digits",
    model,
    scheme,
    weights: scheme === "float32" ? undefined : "per-channel",
    dynamicValues: undefined,
    layer: "total",
    op: "model",
    flashBytes: Math.round(weightBytes * 1.04),
    arenaBytes: Math.round(activations * (float || scheme === "hybrid" ? 4 : 1) + staged * 2),
    livenessBytes: activations,
    weightBytes,
    int8Macs: float ? 0 : macs,
    floatMacs: float ? macs : 0,
    requantizations: integer ? activations : 0,
    int32Scan: staged,
    floatScan: scheme === "hybrid" ? activations : scheme === "dynamic-input" ? 784 : 0,
    quantize: scheme === "hybrid" ? activations : integer ? 784 : 0,
    dequantize: integer ? 10 : 0,
    floatRescale: scheme === "hybrid" ? activations : 0,
    parameterDerivations: scheme === "dynamic" || scheme === "dynamic-input" ? 410 : 0,
    stagingBytes: staged * 4,
    instructionsM3: instructionsM4 * 2,
    instructionsM4,
    instructionsM7: instructionsM4 / 2,
    instructionsM55: instructionsM4 / 8,
  };
}

function latencyRow({ model, macs }: SyntheticModel, scheme: string): LatencyRow {
  const ratio = [2.7, 2.9, 1, 1.31, 1.02, 1.24][syntheticSchemes.indexOf(scheme)]!;
  const p50Us = Math.round(macs * ratio * 0.0004 * 10 + 120) / 10;
  return {
    suite: "digits",
    model,
    scheme,
    weights: scheme === "float32" ? undefined : "per-channel",
    dynamicValues: undefined,
    kernels: "wasm",
    blocks: 40,
    runs: 4000,
    p50Us,
    p90Us: p50Us * 1.1,
    p99Us: p50Us * 1.4,
    ratioToStatic: ratio,
    ratioLo: ratio * 0.99,
    ratioHi: ratio * 1.01,
    timerResolutionUs: 0.1,
    emptyModelUs: 1.2,
  };
}

/** The rows of mixed beside those of its two ends: what a few dynamic values add to static. */
function mixedCostRows(model: SyntheticModel): CostRow[] {
  const [fixed, found] = [costRow(model, "static"), costRow(model, "dynamic")];
  return syntheticDynamicCounts.map((dynamicValues): CostRow => {
    const part = dynamicValues / 10;
    const between = (of: (row: CostRow) => number) =>
      Math.round(of(fixed) + part * (of(found) - of(fixed)));
    return {
      ...fixed,
      scheme: "mixed",
      dynamicValues,
      arenaBytes: between((row) => row.arenaBytes!),
      int32Scan: between((row) => row.int32Scan),
      instructionsM4: between((row) => row.instructionsM4!),
    };
  });
}

function mixedRows({ model, ops }: SyntheticModel): MixedRow[] {
  return ops.map((op, position): MixedRow => ({
    suite: "digits",
    model,
    rank: position + 1,
    layer: position === 0 ? "input" : `model/${op}_${position}/Relu`,
    op,
    follows: undefined,
    movement: Math.max(0, 3 - position),
    addedInstructionsM4: 1000 * (position + 1),
    shift: "gain",
    severity: 5,
    staticLo: 0,
    staticHi: 1,
    observedLo: 0,
    observedHi: 4,
    dynamicValues: syntheticDynamicCounts.find((count) => count > position),
  }));
}

function calibrationRows(random: () => number): CalibrationRow[] {
  return syntheticModels.flatMap(({ model, ops }) =>
    ops.flatMap((_, position) =>
      syntheticCalibrators.map((calibrator): CalibrationRow => {
        const hi = 3 + 6 * random();
        return {
          suite: "digits",
          model,
          calibrationCondition: "clean",
          calibrator,
          calibratorParameter: calibrator === "percentile" ? 99.99 : undefined,
          calibrationSize: 500,
          draw: 0,
          fold: 0,
          layer: `layer_${position}`,
          samples: 500,
          observedLo: 0,
          observedHi: hi * 1.1,
          lo: 0,
          hi,
          scale: Math.fround(hi / 255),
          zeroPoint: -128,
          clippedShare: 0.0001,
          outlierInfluence: 0.1,
          scaleMean: undefined,
          scaleCv: undefined,
          warnings: random() < 0.1 ? "one-outlier-sample" : "",
        };
      })
    )
  );
}

/** Tables as a run of four models would leave them. */
export function syntheticTables(seed = 1): SyntheticTables {
  const random = sequence(seed);
  const accuracy = [...sweepRows(random), ...ladderRows(random), ...conditionRows(random)];
  return {
    accuracy,
    comparisons: comparisonRows(accuracy),
    decisions: syntheticDecisions(),
    thresholds: [],
    layers: layerRows(random),
    cost: syntheticModels.flatMap((model) => [
      ...syntheticSchemes.map((scheme) => costRow(model, scheme)),
      ...mixedCostRows(model),
    ]),
    calibration: calibrationRows(random),
    latency: syntheticModels.flatMap((model) => [
      ...syntheticSchemes.map((scheme) => latencyRow(model, scheme)),
      ...syntheticDynamicCounts.map((dynamicValues) => ({
        ...latencyRow(model, "static"),
        scheme: "mixed",
        dynamicValues,
      })),
    ]),
    mixed: syntheticModels.flatMap(mixedRows),
  };
}
