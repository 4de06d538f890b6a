import { assertAlmostEquals, assertEquals } from "@std/assert";
import { differenceVerdict } from "../../src/decide/verdicts.ts";
import type { AccuracyRow, DecisionRow } from "../../src/records/mod.ts";
import { mcnemar, tangoInterval } from "../../src/statistics/mod.ts";
import { dynamic, fixed, float32, type TestCell } from "./cells.ts";
import { decide, ones, wrongFrom } from "./decided.ts";

const samples = 1000;
const header = { labels: ones(samples) };

Deno.test("differenceVerdict() at and beside the level", () => {
  const cases = [
    { difference: -0.1, equivalent: 0.05, differs: 0, verdict: "equivalent" },
    { difference: -0.1, equivalent: 0.051, differs: 0.05, verdict: "loss" },
    { difference: 0.1, equivalent: 0.051, differs: 0.05, verdict: "gain" },
    { difference: 0.1, equivalent: 0.051, differs: 0.051, verdict: "undecided" },
  ] as const;
  for (const { difference, equivalent, differs, verdict } of cases) {
    assertEquals(differenceVerdict(difference, { equivalent, differs }), verdict);
  }
});

/** Static calibrated on a condition, with so many of its first samples wrong. */
function calibratedOn(
  calibrationCondition: string,
  wrong: number,
  row: Partial<AccuracyRow> = {},
): TestCell {
  return {
    row: { ...fixed, phase: "calibration-condition", calibrationCondition, ...row },
    classes: wrongFrom(samples, 0, wrong),
  };
}

const prices = (cells: readonly TestCell[]) => decide("condition-price", cells, { header });
const shortly = ({ calibrationCondition, shift, measure, verdict }: DecisionRow) =>
  `${calibrationCondition} on ${shift}: ${measure} ${verdict}`;

Deno.test("condition-price is that of each condition, on each, against clean", () => {
  const on = (shift: string) => ({ shift, severity: shift === "clean" ? 0 : 5 });
  const cells = [
    { row: { ...float32, phase: "calibration-condition", ...on("clean") }, classes: ones(samples) },
    calibratedOn("clean", 10, on("clean")),
    calibratedOn("darkened", 10, on("clean")),
    calibratedOn("noisy", 70, on("clean")),
    calibratedOn("clean", 50, on("darken")),
    calibratedOn("darkened", 20, on("darken")),
    calibratedOn("noisy", 56, on("darken")),
  ] as const;
  const rows = prices(cells);
  assertEquals(rows.map(shortly), [
    "darkened on clean: accuracy equivalent",
    "darkened on clean: agreement equivalent",
    "noisy on clean: accuracy loss",
    "noisy on clean: agreement loss",
    "darkened on darken: accuracy gain",
    "noisy on darken: accuracy undecided",
  ]);
  const { lo, hi } = tangoInterval({ both: 930, onlyFirst: 0, onlySecond: 60, neither: 10 });
  const noisy = rows[2]!;
  assertAlmostEquals(noisy.value!, -0.06, 1e-12);
  assertEquals([noisy.lo, noisy.hi, noisy.p], [lo, hi, mcnemar(0, 60)]);
  assertEquals([noisy.severity, noisy.against, noisy.samples], [0, "calibrated on clean", 1000]);
  // Of six, two with the smallest p: times 6, then no less.
  assertEquals([rows[2]!.pHolm, rows[3]!.pHolm], [6 * noisy.p!, 6 * noisy.p!]);
});

Deno.test("condition-price shows collapsed cells outside the family, and needs clean", () => {
  const at = { shift: "darken", severity: 5, warnings: "float-collapsed" };
  const [row] = prices([calibratedOn("clean", 0, at), calibratedOn("noisy", 90, at)]);
  assertEquals([row!.verdict, row!.p, row!.pHolm], ["float-collapsed", undefined, undefined]);
  assertAlmostEquals(row!.value!, -0.09, 1e-12);
  assertEquals(prices([calibratedOn("noisy", 9)]), []);
});

Deno.test("condition-price pairs each calibrator with its own, and a subset with its own samples", () => {
  const one = [
    calibratedOn("clean", 0),
    calibratedOn("noisy", 40),
    calibratedOn("clean", 40, { calibrator: "percentile", calibratorParameter: 99.99 }),
    calibratedOn("noisy", 40, { calibrator: "percentile", calibratorParameter: 99.99 }),
  ];
  assertEquals(prices(one).map(({ calibrator, value }) => [calibrator, value]), [
    ["min-max", -0.04],
    ["percentile", 0],
  ]);
  const subsets = { "one-class": Array.from({ length: 300 }, (_, at) => at) };
  const cells = ["clean", "noisy"].map((condition, index): TestCell => ({
    row: { ...calibratedOn(condition, 0).row, shift: "one-class" },
    classes: wrongFrom(300, 0, 30 * index),
    subset: "one-class",
  }));
  const all = [calibratedOn("clean", 0), ...cells];
  const [row] = decide("condition-price", all, { header: { ...header, subsets } });
  assertEquals([row!.shift, row!.samples, row!.value], ["one-class", 300, -0.1]);
});

Deno.test("error-split takes the error of weights and of activations apart", () => {
  const at = (severity: number) => ({
    shift: severity === 0 ? "clean" : "gain",
    severity,
    warnings: severity === 3 ? "float-collapsed" : "",
  });
  const cells = [0, 2, 3].flatMap((severity): readonly TestCell[] => [
    { row: { ...float32, ...at(severity), sqnrDb: undefined }, classes: ones(samples) },
    {
      row: { scheme: "weight-only", ...at(severity), sqnrDb: 40 },
      classes: wrongFrom(samples, 0, 2),
    },
    { row: { ...fixed, ...at(severity), sqnrDb: 30 }, classes: wrongFrom(samples, 0, 42) },
    {
      row: { ...fixed, calibrator: "mse", ...at(severity), sqnrDb: 31 },
      classes: wrongFrom(samples, 0, 2),
    },
    { row: { ...dynamic, ...at(severity), sqnrDb: 38 }, classes: wrongFrom(samples, 0, 0) },
  ]);
  const rows = decide("error-split", cells, { header });
  const shown = (severity: number) =>
    rows.filter((row) => row.severity === severity).map(({ scheme, against, measure, ...row }) =>
      `${scheme} less ${against}: ${measure} ${row.value} ${row.verdict}`
    );
  assertEquals(shown(0), [
    "weight-only less float32: accuracy -0.002 equivalent",
    "weight-only less float32: agreement -0.002 equivalent",
    "weight-only less float32: noise-db -40 estimate",
    "static less weight-only: accuracy -0.04 loss",
    "static less weight-only: agreement -0.04 loss",
    "static less weight-only: noise-db 10 estimate",
    "dynamic less weight-only: accuracy 0.002 equivalent",
    "dynamic less weight-only: agreement 0.002 equivalent",
    "dynamic less weight-only: noise-db 2 estimate",
  ]);
  assertEquals(shown(2), []);
  assertEquals(shown(3).length, 9);
  assertEquals(
    new Set(rows.filter((row) => row.severity === 3).map((row) => row.verdict)),
    new Set([
      "float-collapsed",
    ]),
  );
});

Deno.test("error-split without float32 or noise has what is left", () => {
  const cells: readonly TestCell[] = [
    { row: { scheme: "weight-only", sqnrDb: undefined }, classes: ones(samples) },
    { row: { ...dynamic, sqnrDb: 30 }, classes: ones(samples) },
  ];
  const rows = decide("error-split", cells, { header });
  assertEquals(rows.map(({ scheme, measure }) => `${scheme} ${measure}`), ["dynamic accuracy"]);
  assertEquals(decide("error-split", cells.slice(1), { header }), []);
});
