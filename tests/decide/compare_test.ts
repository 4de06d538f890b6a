import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { comparisonRows } from "../../src/decide/mod.ts";
import type { ComparisonRow } from "../../src/records/mod.ts";
import { pairedDifference } from "../../src/statistics/mod.ts";
import { dynamic, fixed, float32, tablesOf, type TestCell } from "./cells.ts";

/** `count` times a class, for each pair. */
function classesOf(...runs: readonly (readonly [count: number, value: number])[]): number[] {
  return runs.flatMap(([count, value]) => Array.from({ length: count }, () => value));
}

/** What was compared, in short. */
function pairs(rows: readonly ComparisonRow[]): readonly string[] {
  const name = (...parts: readonly (string | number | undefined)[]) =>
    parts.filter((part) => part !== undefined).join(" ");
  return rows.map((row) =>
    `${name(row.firstScheme, row.firstWeights, row.firstCalibrator)}: ` +
    `${name(row.secondScheme, row.secondWeights, row.secondCalibrator)}: ${row.measure}`
  );
}

Deno.test("comparisonRows() has accuracy and agreement worked out by hand", () => {
  // Of 50 samples of class 1, both have 36 right, static 12 more, dynamic 2 more (Newcombe's example).
  const cells: readonly TestCell[] = [
    { row: float32, classes: classesOf([47, 1], [3, 7]) },
    { row: fixed, classes: classesOf([48, 1], [2, 0]) },
    { row: dynamic, classes: classesOf([36, 1], [12, 0], [2, 1]) },
  ];
  const [accuracy, agreement, ...more] = comparisonRows(
    ...tablesOf(cells, { labels: classesOf([50, 1]) }),
  );
  assertEquals(more, []);
  const { difference, differenceLo, differenceHi, p, ...rest } = accuracy!;
  assertAlmostEquals(difference, 0.2, 1e-12);
  assertAlmostEquals(differenceLo, 0.0569, 5e-5);
  assertAlmostEquals(differenceHi, 0.3404, 5e-5);
  // Twice the odds of at most 2 of 14: (1 + 14 + 91) / 2^14.
  assertAlmostEquals(p!, 212 / 16384, 1e-15);
  assertEquals(rest, {
    suite: "digits",
    phase: "shift-ladder",
    model: "mlp",
    shift: "clean",
    severity: 0,
    measure: "accuracy",
    samples: 50,
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
    firstValue: 48 / 50,
    secondValue: 38 / 50,
    method: "newcombe",
    verdict: "first",
    warnings: "",
  });
  // float32 says 1 to the first 47: static keeps those, dynamic the first 36 of them; of the last 3, which
  // float32 gets wrong, nobody keeps the class.
  const kept = pairedDifference({ both: 36, onlyFirst: 11, onlySecond: 0, neither: 3 });
  assertEquals([agreement!.measure, agreement!.firstValue, agreement!.secondValue], [
    "agreement",
    47 / 50,
    36 / 50,
  ]);
  assertEquals(
    [agreement!.difference, agreement!.differenceLo, agreement!.differenceHi],
    [kept.difference, kept.lo, kept.hi],
  );
  assertAlmostEquals(agreement!.p!, 2 / 2 ** 11, 1e-15);
});

Deno.test("comparisonRows() says whom the interval favours, at and beside its edge", () => {
  const verdict = (onlyStatic: number, onlyDynamic: number) => {
    const samples = 40;
    const rest = samples - onlyStatic - onlyDynamic;
    const cells = [
      { row: fixed, classes: classesOf([onlyStatic, 1], [onlyDynamic, 0], [rest, 1]) },
      { row: dynamic, classes: classesOf([onlyStatic, 0], [onlyDynamic, 1], [rest, 1]) },
    ];
    return comparisonRows(...tablesOf(cells, { labels: classesOf([samples, 1]) }))[0]!.verdict;
  };
  assertEquals([verdict(0, 0), verdict(3, 3)], ["none", "none"]);
  const least = [...Array(40).keys()].find((count) =>
    pairedDifference({ both: 40 - count, onlyFirst: count, onlySecond: 0, neither: 0 }).lo > 0
  )!;
  assertEquals([verdict(least - 1, 0), verdict(least, 0)], ["none", "first"]);
  assertEquals([verdict(0, least - 1), verdict(0, least)], ["none", "second"]);
});

Deno.test("comparisonRows() compares AUCs after DeLong, worked out by hand", () => {
  const labels = [1, 1, 1, 1, 0, 0, 0, 0];
  const decisions = [0, 1, 1, 1, 0, 0, 0, 1];
  const negative = [1, 2, 4, 6];
  const cells = [
    { row: float32, classes: decisions, scores: [0, 0, 0, 0, 0, 0, 0, 0] },
    { row: fixed, classes: decisions, scores: [3, 5, 7, 9, ...negative] },
    { row: dynamic, classes: [0, 0, 1, 1, 0, 0, 0, 1], scores: [7, 8, 9, 0, ...negative] },
  ];
  const [auc, agreement, ...more] = comparisonRows(...tablesOf(cells, { metric: "auc", labels }));
  assertEquals(more, []);
  // Placements: 1/2, 3/4, 1, 1 and 1/2, 3/4, 1, 1 negative; the other: 1, 1, 1, 0 and 3/4 each.
  const reach = 1.959963984540054 * Math.sqrt((21 / 16 - 1 / 64) / 12 + (3 / 16 - 1 / 64) / 12);
  assertEquals([auc!.measure, auc!.method, auc!.verdict], ["auc", "delong", "none"]);
  assertEquals([auc!.firstValue, auc!.secondValue, auc!.p], [13 / 16, 12 / 16, undefined]);
  assertEquals(auc!.difference, 1 / 16);
  assertAlmostEquals(auc!.differenceLo, 1 / 16 - reach, 1e-12);
  assertAlmostEquals(auc!.differenceHi, 1 / 16 + reach, 1e-12);
  assertEquals([agreement!.measure, agreement!.firstValue, agreement!.secondValue], [
    "agreement",
    1,
    7 / 8,
  ]);
});

Deno.test("comparisonRows() leaves out an AUC that there is no interval for", () => {
  const both = (scores: readonly number[], labels: readonly number[]) => {
    const cell = { classes: [0, 0, 1, 1], scores };
    const cells = [float32, fixed, dynamic].map((row) => ({ row, ...cell }));
    return comparisonRows(...tablesOf(cells, { metric: "auc", labels })).map((row) => row.measure);
  };
  assertEquals(both([1, 2, 3, 4], [0, 0, 1, 1]), ["auc", "agreement"]);
  assertEquals(both([1, 2, -Infinity, Infinity], [0, 0, 1, 1]), ["auc", "agreement"]);
  assertEquals(both([1, NaN, 3, 4], [0, 0, 1, 1]), ["agreement"]);
  assertEquals(both([1, 2, 3, 4], [0, 0, 0, 1]), ["agreement"]);
});

Deno.test("comparisonRows() compares agreement alone where there are no labels", () => {
  const cells = [
    { row: float32, classes: [4, 5, 6] },
    { row: fixed, classes: [4, 5, 0] },
    { row: dynamic, classes: [0, 5, 6] },
  ];
  const rows = comparisonRows(...tablesOf(cells, { metric: "fidelity" }));
  assertEquals(rows.map((row) => [row.measure, row.firstValue, row.secondValue, row.p]), [
    ["agreement", 2 / 3, 2 / 3, 1],
  ]);
  const unlabelled = tablesOf(cells.slice(1), { metric: "fidelity" });
  assertEquals(comparisonRows(...unlabelled), [], "nothing to agree with");
});

Deno.test("comparisonRows() compares each place apart: model, condition and samples", () => {
  const labels = [0, 1, 1, 0];
  const gain = { shift: "gain", severity: 5, warnings: "x float-collapsed" };
  const cells: readonly TestCell[] = [
    { row: float32, classes: labels },
    { row: { ...float32, ...gain }, classes: [9, 9, 9, 9] },
    { row: fixed, classes: labels },
    { row: { ...fixed, ...gain }, classes: labels },
    { row: { ...fixed, shift: "gain", severity: 4 }, classes: labels },
    { row: dynamic, classes: [9, 1, 1, 0] },
    { row: { ...dynamic, ...gain }, classes: [9, 9, 1, 0] },
    { row: { ...dynamic, model: "other" }, classes: labels },
  ];
  const rows = comparisonRows(...tablesOf(cells, { labels }));
  assertEquals(
    rows.map((row) => [
      ...[row.model, row.shift, row.severity, row.measure],
      ...[row.firstValue, row.secondValue, row.warnings],
    ]),
    [
      ["mlp", "clean", 0, "accuracy", 1, 0.75, ""],
      ["mlp", "clean", 0, "agreement", 1, 0.75, ""],
      ["mlp", "gain", 5, "accuracy", 1, 0.5, "float-collapsed"],
      ["mlp", "gain", 5, "agreement", 0, 0.5, "float-collapsed"],
    ],
  );
});

Deno.test("comparisonRows() never mixes a subset with all samples, nor with another subset", () => {
  const header = { labels: [0, 1, 1, 0], subsets: { ones: [1, 2], zeros: [0, 3] } };
  const mixed: readonly TestCell[] = [
    { row: fixed, classes: [0, 1, 1, 0] },
    { row: dynamic, classes: [1, 0], subset: "ones" },
    { row: dynamic, classes: [0, 0], subset: "zeros" },
  ];
  assertEquals(comparisonRows(...tablesOf(mixed, header)), []);
  const zeros = [mixed[0]!, { row: fixed, classes: [0, 1], subset: "zeros" }, ...mixed.slice(1)];
  const [row, ...more] = comparisonRows(...tablesOf(zeros, header));
  assertEquals(more, []);
  assertEquals([row!.samples, row!.firstValue, row!.secondValue], [2, 0.5, 1]);
});

Deno.test("comparisonRows() looks at draw 0 of the shift ladder alone", () => {
  const rows = (fields: TestCell["row"]) =>
    comparisonRows(
      ...tablesOf([
        { row: { ...fixed, ...fields }, classes: [0, 1] },
        { row: dynamic, classes: [0, 0] },
      ], { labels: [0, 1] }),
    ).length;
  assertEquals(rows({}), 1);
  assertEquals(rows({ draw: 1 }), 0);
  assertEquals(rows({ phase: "calibration-sweep" }), 0);
  assertEquals(rows({ phase: "calibration-condition" }), 0);
});

Deno.test("comparisonRows() keeps to the order of the accuracy rows", () => {
  const schemes = [
    ...[float32, fixed, { ...fixed, calibrator: "mse" }, dynamic],
    ...[{ scheme: "dynamic-input", calibrator: "min-max" }, { scheme: "hybrid" }],
    { scheme: "as-shipped", weights: undefined },
  ];
  const labels = [0, 1];
  const tables = tablesOf(schemes.map((row) => ({ row, classes: labels })), { labels });
  const accuracy = pairs(comparisonRows(...tables)).filter((text) => text.endsWith("accuracy"));
  assertEquals(accuracy, [
    "static per-channel min-max: dynamic per-channel: accuracy",
    "static per-channel min-max: dynamic-input per-channel min-max: accuracy",
    "static per-channel min-max: hybrid per-channel: accuracy",
    "static per-channel min-max: as-shipped: accuracy",
    "static per-channel mse: dynamic per-channel: accuracy",
    "dynamic per-channel: as-shipped: accuracy",
    "dynamic-input per-channel min-max: as-shipped: accuracy",
    "hybrid per-channel: as-shipped: accuracy",
  ]);
});

Deno.test("comparisonRows() refuses rows and outcomes that do not belong together", () => {
  const cells = [fixed, dynamic].map((row) => ({ row, classes: [0, 1] }));
  const [accuracy, outcomes] = tablesOf(cells, { labels: [0, 1] });
  const cases = [
    [accuracy.slice(1), outcomes, "must have the 1 cells of the accuracy rows, got 2"],
    [accuracy, { ...outcomes, classes: [] }, "must have the 2 classes of the accuracy rows, got 0"],
    [
      accuracy.map((row) => ({ ...row, samples: 3 })),
      outcomes,
      "outcomes of accuracy row 0 must have its 3 samples, got 2",
    ],
  ] as const;
  for (const [rows, what, message] of cases) {
    assertThrows(() => comparisonRows(rows, what), RangeError, message);
  }
});
