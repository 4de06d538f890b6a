import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  checkSameSamples,
  type PeerSweepResult,
  type SweepRound,
} from "../../../bench/peers/sweep_compare.ts";
import { sweepReport } from "../../../bench/peers/sweep_report.ts";
import type { SweepResult } from "../../../bench/sweep_run.ts";

function ours(calibrationSeconds: number, evaluationSeconds: number): SweepResult {
  return {
    kernels: "reference",
    workers: 2,
    cells: 240,
    quantizedModels: 50,
    calibrationSeconds,
    evaluationSeconds,
    accuracy: { "min-max": { clean: 0.98765 }, entropy: { clean: 0.5 } },
    float32Classes: { clean: [1, 2, 3] },
  };
}

const peer: PeerSweepResult = {
  onnxruntime: "1.30.0",
  python: "3.11.7",
  jobs: 2,
  threads: 1,
  batch: 50,
  activations: "uint8",
  preprocessSeconds: 0.1,
  calibrationSeconds: { "min-max": 10, entropy: 30 },
  evaluationSeconds: { float32: 1, "min-max": 5, entropy: 6 },
  accuracy: { "min-max": { clean: 0.98 }, entropy: { clean: 0.51 } },
  float32Classes: { clean: [1, 2, 3] },
};

const round: SweepRound = {
  ours: { wallSeconds: 7, result: ours(2, 4) },
  oursWithoutEntropy: { wallSeconds: 5, result: ours(1, 3) },
  peer: { wallSeconds: 70, result: peer },
};

Deno.test("sweepReport() leaves entropy out on both sides, and float32 in", () => {
  const report = sweepReport("lenet5", [round]);
  const rows = [
    "| calibration | 2.00 | 40.0 | 20.0 |",
    "| evaluation | 4.00 | 12.0 | 3.00 |",
    "| calibration and evaluation | 6.00 | 52.0 | 8.67 |",
    "| calibration, without entropy | 1.00 | 10.0 | 10.0 |",
    "| evaluation, without entropy | 3.00 | 6.00 | 2.00 |",
    "| calibration and evaluation, without entropy | 4.00 | 16.0 | 4.00 |",
    "| whole process | 7.00 | 70.0 | 10.0 |",
    "| min-max | 98.77 / 98.00 |",
    "| entropy | 50.00 / 51.00 |",
  ];
  for (const row of rows) assertStringIncludes(report, row);
});

Deno.test("sweepReport() has no rows without entropy where that was not run", () => {
  const report = sweepReport("lenet5", [{ ...round, oursWithoutEntropy: undefined }]);
  assertEquals(report.includes("without entropy"), false);
});

Deno.test("checkSameSamples() allows one class in 200 to differ", () => {
  const classes = Array.from({ length: 200 }, (_, i) => i % 10);
  const changed = (count: number) =>
    classes.map((found, i) => i < count ? (found + 1) % 10 : found);
  const check = (theirs: Readonly<Record<string, readonly number[]>>) =>
    checkSameSamples({ float32Classes: { clean: classes } }, { float32Classes: theirs });
  check({ clean: classes });
  check({ clean: changed(1) });
  assertThrows(() => check({ clean: changed(2) }), Error, "on clean 2 of 200 differ");
  assertThrows(() => check({ clean: classes.slice(1) }), Error, "(peer: 199 samples)");
  assertThrows(() => check({}), Error, "(peer: 0 samples)");
});
