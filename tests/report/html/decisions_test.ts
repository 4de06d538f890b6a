import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  configurationText,
  measureText,
  placeText,
  valueText,
} from "../../../src/report/html/decision_text.ts";
import { decisionsSection } from "../../../src/report/html/decisions_section.ts";
import { recommendationSection } from "../../../src/report/html/recommendation_section.ts";
import { decisionRow } from "./decision_row.ts";

const numberOf = (model: string) => ({ mlp: 0, lenet5: 1 })[model];

Deno.test("configurationText() and placeText() say what is there", () => {
  const row = decisionRow({
    scheme: "static",
    calibrator: "percentile",
    calibratorParameter: 99.99,
    calibrationSize: 1000,
    weights: "per-channel",
    shift: "gain",
    severity: 3,
    calibrationCondition: "darkened",
    layer: "conv1",
  });
  assertEquals(
    configurationText(row),
    "static percentile 99.99, 1,000 samples, per-channel weights",
  );
  assertEquals(placeText(row), "gain 3, calibrated on darkened, layer conv1");
  assertEquals([configurationText(decisionRow({})), placeText(decisionRow({}))], ["", ""]);
  assertEquals(configurationText(decisionRow({ calibrator: "mse" })), "mse");
});

Deno.test("valueText() prints a value in the unit of its kind and measure", () => {
  const ends = { lo: -0.004, hi: 0.009 };
  const cases: readonly [Parameters<typeof decisionRow>[0], string][] = [
    [{ measure: "accuracy", value: 0.002, ...ends }, "+0.2 points [-0.4, 0.9]"],
    [{ measure: "auc", value: 0.002, ...ends }, "+0.002 [-0.004, 0.009]"],
    [{ kind: "condition-price", measure: "agreement", value: -0.1 }, "-10.0 points"],
    [{ kind: "smallest-size", measure: "accuracy", value: 1000 }, "1,000 samples"],
    [{ kind: "crossover", measure: "accuracy", value: 2.5, lo: 2 }, "2.50 [2.00, …]"],
    [{ kind: "first-to-clip", measure: "headroom", value: 1.2345 }, "1.23"],
    [{ kind: "error-split", measure: "noise-db", value: -46.12 }, "-46.1 dB"],
    [{ kind: "dispersion", measure: "scale-cv", value: 0.0123 }, "1.2 %"],
    [{ kind: "dispersion", measure: "accuracy-sd", value: 0.00123 }, "0.12 points"],
    [{ kind: "dispersion", measure: "auc-sd", value: 0.00123 }, "0.0012"],
    [{ lo: 2, hi: 3 }, ""],
  ];
  for (const [fields, wanted] of cases) assertEquals(valueText(decisionRow(fields)), wanted);
});

Deno.test("measureText() says what is compared with what", () => {
  const against = "<size 1000>";
  const cases: readonly [Parameters<typeof decisionRow>[0], string][] = [
    [{ measure: "accuracy-sd" }, "accuracy sd"],
    [{ measure: "auc", against }, `AUC less ${against}`],
    [{ kind: "smallest-size", measure: "all", against }, `all as for ${against}`],
    [{ kind: "crossover", measure: "accuracy", against }, `accuracy against ${against}`],
    [{ kind: "first-to-clip", measure: "headroom", margin: 0.001 }, "headroom of what clips 0.1 %"],
  ];
  for (const [fields, wanted] of cases) assertEquals(measureText(decisionRow(fields)), wanted);
});

Deno.test("recommendationSection() has a card a model, with its number, in the words of the summary", () => {
  const strategy = { scheme: "static", calibrator: "<min-max>", calibrationSize: 500 };
  const { text } = recommendationSection([
    decisionRow({ ...strategy, measure: "accuracy" }),
    decisionRow({ ...strategy, model: "lenet5", verdict: "not-decided", measure: "accuracy" }),
    decisionRow({ ...strategy, model: "dscnn", verdict: "runner-up", measure: "accuracy" }),
  ], numberOf).body;
  assertEquals([...text.matchAll(/<article[^>]*>/g)].map(([tag]) => tag), [
    '<article class="card decided" data-model="0">',
    '<article class="card open" data-model="1">',
  ]);
  assertStringIncludes(text, "<strong>static &lt;min-max&gt;, calibrated on 500 samples</strong>");
  assertStringIncludes(text, "<strong>not decided: ");
  assertStringIncludes(text, "<dt>Evidence</dt><dd>there is no other to choose</dd>");
});

Deno.test("recommendationSection() says calmly that there is none", () => {
  const { text } = recommendationSection([decisionRow({ kind: "crossover" })], numberOf).body;
  assertStringIncludes(text, "This run recommends nothing");
  assert(!text.includes("<article"));
});

Deno.test("decisionsSection() has a table for each kind, in their order, and cuts long ones by model", () => {
  const rows = ["mlp", "lenet5"].flatMap((model) =>
    Array.from({ length: 61 }, () => decisionRow({ kind: "crossover", model }))
  );
  const { text } = decisionsSection(
    [...rows, decisionRow({ kind: "smallest-size", verdict: "none <is>" }), decisionRow({})],
    numberOf,
  )!.body;
  assertEquals([...text.matchAll(/<summary>(.*?)<\/summary>/g)].map(([, title]) => title), [
    "How many calibration samples are enough",
    "From which severity on one loses to the other",
  ]);
  assertStringIncludes(text, "none &lt;is&gt;");
  assertEquals(text.match(/<tr data-model="0">/g)?.length, 61);
  assertEquals(text.match(/<tr data-model="1">/g)?.length, 60);
  assertStringIncludes(text, "The first 60 rows of each model");
  assertEquals(decisionsSection([decisionRow({})], numberOf), undefined);
});

Deno.test("decisionsSection() has a row for each strategy, with its quantities and its verdict", () => {
  const one = { kind: "strategy", scheme: "dynamic", verdict: "competes" } as const;
  const other = { kind: "strategy", scheme: "float32", verdict: "reference" } as const;
  const { text } = decisionsSection([
    decisionRow({ ...one, measure: "worst_accuracy", value: 0.9, lo: 0.8, hi: 0.95 }),
    decisionRow({ ...one, measure: "instructions_m4", value: 246_123 }),
    decisionRow({ ...one, measure: "mean_accuracy", value: 0.95 }),
    decisionRow({ ...other, measure: "arena_bytes", value: 2048 }),
    decisionRow({ scheme: "dynamic", verdict: "recommended", measure: "accuracy" }),
    decisionRow({ scheme: "dynamic", verdict: "baseline", measure: "accuracy" }),
  ], numberOf)!.body;
  const cells = (row: string) => row.split(/<\/t[hd]>/).map((cell) => cell.replace(/.*>/, ""));
  const rows = [...text.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map(([, row]) => cells(row!));
  assertEquals(rows.map((row) => row.slice(0, -1)), [
    ["model", "strategy", "worst accuracy", "M4 instructions", "arena", "verdict"],
    ["mlp", "dynamic", "90.0 % [80.0, 95.0]", "246 k", "", "recommended"],
    ["mlp", "float32", "", "", "2.00 KiB", "reference"],
  ]);
});
