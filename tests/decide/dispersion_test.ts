import { assertAlmostEquals, assertEquals } from "@std/assert";
import { decisionRows } from "../../src/decide/mod.ts";
import type { AccuracyRow, CalibrationRow } from "../../src/records/mod.ts";
import { tablesOf } from "./cells.ts";
import { ones, options } from "./decided.ts";

function calibrationRow(fields: Partial<CalibrationRow>): CalibrationRow {
  return {
    suite: "digits",
    model: "mlp",
    calibrationCondition: "clean",
    calibrator: "min-max",
    calibratorParameter: undefined,
    calibrationSize: 100,
    draw: 0,
    fold: 0,
    layer: "input",
    samples: 100,
    observedLo: 0,
    observedHi: 1,
    lo: 0,
    hi: 1,
    scale: 1 / 255,
    zeroPoint: -128,
    clippedShare: 0,
    outlierInfluence: undefined,
    scaleMean: 1 / 255,
    scaleCv: undefined,
    warnings: "",
    ...fields,
  };
}

function dispersion(
  rows: readonly Partial<AccuracyRow>[],
  calibration: readonly CalibrationRow[] = [],
) {
  const [accuracy, outcomes] = tablesOf(
    rows.map((row) => ({
      row: {
        phase: "calibration-sweep",
        calibrator: "min-max",
        calibrationSize: 100,
        calibrationCondition: "clean",
        ...row,
      },
      classes: ones(10),
    })),
    { labels: ones(10) },
  );
  return decisionRows({ accuracy, outcomes, calibration, layers: [], cost: [] }, options)
    .filter(({ kind }) => kind === "dispersion");
}

Deno.test("dispersion has the deviation of the metric and the median of the scales'", () => {
  const draws = [0.9, 0.92, 0.94].map((value, draw) => ({ value, draw }));
  const cvs = [0.1, 0.3, 0.02, undefined];
  const calibration = cvs.flatMap((scaleCv, layer) =>
    [0, 1, 2].map((draw) => calibrationRow({ layer: `${layer}`, draw, scaleCv }))
  );
  const other = calibrationRow({ calibrationCondition: "noisy", scaleCv: 9 });
  const [accuracy, scale, ...more] = dispersion(draws, [...calibration, other]);
  assertEquals(more, []);
  assertEquals([accuracy!.measure, accuracy!.draws, accuracy!.verdict], [
    "accuracy-sd",
    3,
    "estimate",
  ]);
  assertAlmostEquals(accuracy!.value!, 0.02, 1e-12);
  assertEquals([scale!.measure, scale!.value, scale!.note], [
    "scale-cv",
    0.1,
    "Median over 3 activations",
  ]);
});

Deno.test("dispersion keeps sizes and calibrators apart, and needs two draws", () => {
  const rows = dispersion([
    { value: 0.9, draw: 0 },
    { value: 0.9, draw: 1 },
    { value: 0.9, draw: 0, calibrationSize: 200 },
    { value: 0.9, draw: 0, calibrator: "mse" },
    { value: 0.8, draw: 1, calibrator: "mse" },
    { value: 0.1, draw: 0, shift: "gain", severity: 3 },
    { value: 0.2, draw: 1, shift: "gain", severity: 3 },
  ]);
  assertEquals(rows.map(({ calibrator, calibrationSize }) => [calibrator, calibrationSize]), [
    ["min-max", 100],
    ["mse", 100],
  ]);
  assertEquals(rows[0]!.value, 0);
});
