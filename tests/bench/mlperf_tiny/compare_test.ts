import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compare, type Row } from "../../../bench/mlperf_tiny/compare.ts";
import { report, verdict } from "../../../bench/mlperf_tiny/report.ts";
import type { Task } from "../../../bench/mlperf_tiny/task.ts";
import type { Graph } from "../../../src/graph/mod.ts";

const graph: Graph = { name: "none", inputs: [], outputs: [], values: new Map(), nodes: [] };
const task: Task = {
  name: "keyword-spotting",
  metric: "top-1",
  float32: graph,
  shipped: graph,
  inputs: new Float32Array(4),
  inputsPerSample: 1,
  labels: Uint8Array.of(0, 1, 1, 0),
  folds: [],
  calibratedOn: "nothing",
};
const names = ["float32", "shipped int8, tflm", "shipped int8, litert-ref"] as const;

/** Logits of two classes whose classes are those. */
function logits(...classes: readonly number[]): Float32Array {
  return Float32Array.from(classes.flatMap((c) => c === 0 ? [1, 0] : [0, 1]));
}

Deno.test("compare() pairs each classifier with the shipped one and with float32", () => {
  const outputs = new Map([
    [names[0], logits(0, 1, 1, 1)],
    [names[1], logits(0, 0, 0, 0)],
    [names[2], logits(0, 1, 0, 0)],
    ["static", logits(1, 1, 1, 0)],
  ]);
  const rows = compare(task, outputs, { rounding: "tflm" });
  assertEquals(rows.map(({ value }) => value), [0.75, 0.5, 0.75, 0.75]);
  assertEquals(rows.map(({ agreement }) => agreement), [1, 0.25, 0.5, 0.5]);
  assertEquals(rows[1]!.againstShipped, undefined);
  // Two right of what shipped has wrong, one wrong of what it has right.
  assertEquals([rows[3]!.againstShipped!.difference, rows[3]!.mcnemarP], [0.25, 1]);
  assertEquals(rows[0]!.sqnrDb, undefined);
  assertAlmostEquals(rows[3]!.sqnrDb!, 0, 1e-12); // 4 of signal, 4 of noise
  const other = compare(task, outputs, { rounding: "litert-ref" });
  assertEquals([other[1]!.againstShipped!.difference, other[2]!.againstShipped], [
    -0.25,
    undefined,
  ]);
});

Deno.test("compare() scores detectors by the reconstruction error of a sample's inputs", () => {
  const detector: Task = {
    ...task,
    metric: "auc",
    inputs: new Float32Array(8),
    inputsPerSample: 2,
  };
  // Errors of the four samples; 1 and 2 are anomalies.
  const made = (...errors: readonly number[]) =>
    Float32Array.from(errors.flatMap((error) => [error, -error]));
  const outputs = new Map([
    [names[0], made(1, 3, 4, 2)],
    [names[1], made(3, 1, 4, 2)],
    [names[2], made(3, 1, 4, 2)],
  ]);
  const rows = compare(detector, outputs, { rounding: "tflm" });
  assertEquals(rows.map(({ value }) => value), [1, 0.5, 0.5]);
  assertEquals(rows[0]!.againstShipped!.difference, 0.5);
  assertEquals([rows[0]!.mcnemarP, rows[0]!.agreement], [undefined, undefined]);
});

function row(name: string, lo: number, hi: number): Row {
  const value = 0.5;
  const againstShipped = { difference: (lo + hi) / 2, lo, hi };
  const rest = { mcnemarP: undefined, agreement: undefined, sqnrDb: undefined };
  return { name, value, interval: { lo: 0.4, hi: 0.6 }, againstShipped, ...rest };
}

Deno.test("verdict() counts ours alone, and only what lies beyond the interval", () => {
  const given = row(names[0], -0.4, -0.2);
  const even = row("a", -0.02, 0);
  assertEquals(
    verdict([given, even]),
    "Ours is no worse than shipped beyond the paired interval, in all 1 ways (-0.010 to -0.010).",
  );
  assertEquals(
    verdict([given, even, row("b", -0.03, -0.01), row("c", 0.01, 0.03)]),
    "Ours is worse than shipped beyond the paired interval in 1 of 3 ways (-0.020 to +0.020): b. " +
      "Better beyond it: c.",
  );
});

Deno.test("report() has a row a model and no classes for detectors", () => {
  const rows = [row(names[0], -0.4, -0.2), row("a", -0.02, 0.01)];
  const text = report({ ...task, metric: "auc" }, rows);
  const lines = text.split("\n").filter((line) => line.startsWith("| "));
  assertEquals(lines, [
    "| model | AUC (95 % interval) | less shipped (paired 95 % interval) | output SQNR, dB |",
    "| --- | --- | --- | --- |",
    "| float32 | 0.500 (0.400 to 0.600) | -0.300 (-0.400 to -0.200) | - |",
    "| a | 0.500 (0.400 to 0.600) | -0.005 (-0.020 to +0.010) | - |",
  ]);
});
