import { assertEquals } from "@std/assert";
import type { ThresholdRow } from "../../src/records/mod.ts";
import { thresholdSection } from "../../src/report/summary_thresholds.ts";
import { tableUnder } from "./table_under.ts";

function row(change: Partial<ThresholdRow>): ThresholdRow {
  return {
    suite: "s",
    phase: "shift-ladder",
    model: "a",
    scheme: "dynamic",
    weights: "per-channel",
    calibrator: undefined,
    calibratorParameter: undefined,
    calibrationSize: undefined,
    draw: undefined,
    calibrationCondition: undefined,
    shift: "clean",
    severity: 0,
    threshold: 2,
    anomalies: 10,
    detected: 9,
    detectedShare: 0.9,
    detectedLo: 0.6,
    detectedHi: 0.98,
    normals: 20,
    falseAlarms: 1,
    falseAlarmShare: 0.05,
    falseAlarmLo: 0.01,
    falseAlarmHi: 0.2,
    scoreShift: 0.034,
    scoreShiftOfFloat32: 0,
    warnings: "",
    ...change,
  };
}

const tableOf = (rows: readonly ThresholdRow[]) =>
  tableUnder(thresholdSection(rows)!, "At one threshold").slice(2);

Deno.test("thresholdSection() is left out without anomaly scores", () => {
  assertEquals(thresholdSection([]), undefined);
  assertEquals(thresholdSection([row({ phase: "calibration-sweep" })]), undefined);
});

Deno.test("thresholdSection() has float32, dynamic, as-shipped and one static", () => {
  const rows = [
    row({ scheme: "float32", weights: undefined, scoreShift: 0 }),
    row({ scheme: "static", calibrator: "min-max", scoreShift: -0.5 }),
    row({ scheme: "static", calibrator: "mse" }),
    row({ scheme: "hybrid" }),
    row({}),
    row({ weights: "per-tensor" }),
    row({ scheme: "as-shipped", weights: undefined, scoreShift: undefined }),
  ];
  assertEquals(tableOf(rows).map(([, , scheme, , , score]) => [scheme, score]), [
    ["float32", "0.0 %"],
    ["static min-max", "-50.0 %"],
    ["dynamic", "+3.4 %"],
    ["as-shipped", ""],
  ]);
  assertEquals(tableOf([row({})])[0], ["a", "clean", "dynamic", "90.0 %", "5.0 %", "+3.4 %"]);
});

Deno.test("thresholdSection() takes the last severity that each model's float32 can bear", () => {
  const at = (model: string, severity: number, warnings = "") =>
    row({ model, shift: "gain", severity, warnings });
  const collapsed = "float-collapsed";
  const rows = [
    ...[at("a", 1), at("a", 3), at("a", 5)],
    ...[at("b", 1), at("b", 3), at("b", 5, collapsed)],
    ...[at("c", 1, collapsed), at("c", 3, collapsed)],
  ];
  assertEquals(tableOf(rows).map(([model, inputs]) => [model, inputs]), [
    ["a", "gain 5"],
    ["b", "gain 3"],
  ]);
});
