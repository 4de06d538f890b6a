import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { decisionSections } from "../../src/report/summary_decisions.ts";
import type { DecisionRow } from "../../src/records/mod.ts";
import { decisionRow } from "./synthetic_decisions.ts";
import { tableUnder } from "./table_under.ts";

const textOf = (rows: readonly DecisionRow[]) => decisionSections(rows).join("\n\n");

Deno.test("decisionSections() is nothing without decisions, or with those of other kinds alone", () => {
  assertEquals(decisionSections([]), []);
  const estimate = decisionRow({ kind: "dispersion", measure: "scale-cv", verdict: "estimate" });
  assertEquals(decisionSections([estimate]), []);
});

Deno.test("decisionSections() has the smallest size by measure, and none", () => {
  const size = (fields: Partial<DecisionRow>, verdict: string) =>
    decisionRow({
      ...{ kind: "smallest-size", measure: "accuracy", against: "size 1000", draws: 3, verdict },
      ...fields,
    });
  const text = textOf([
    size({}, "100"),
    size({ measure: "agreement" }, "300"),
    size({ measure: "all" }, "300"),
    size({ calibrator: "mse" }, "none"),
    size({ calibrator: "mse", measure: "agreement" }, "none"),
    size({ model: "lenet5" }, "500"),
    size({ weights: "per-tensor", model: "lenet5" }, "900"),
  ]);
  assertEquals(tableUnder(text, "How many calibration samples are enough"), [
    ["model", "static min-max", "static mse"],
    ["---", "---", "---"],
    ["mlp", "100 / 300", "none / none"],
    ["lenet5", "500", ""],
  ]);
  assertStringIncludes(text, "in accuracy / in agreement");
  assertStringIncludes(text, "within 1 point, over 3 draws");
  const one = textOf([size({ draws: 1, margin: 0.005, measure: "auc" }, "100")]);
  assertStringIncludes(
    one,
    "in AUC on clean inputs lies within 0.5 points (0.005 of an AUC), over 1 draw.",
  );
});

Deno.test("decisionSections() says who loses, from where, or that neither does, or that it is open", () => {
  const row = (shift: string, scheme: string, verdict: string, fields: Partial<DecisionRow> = {}) =>
    decisionRow({
      ...{ kind: "crossover", measure: "agreement", shift, scheme, verdict, severity: undefined },
      ...fields,
    });
  const text = textOf([
    row("gain", "static", "loses", { value: 1.5, lo: 1.25, hi: 2 }),
    row("gain", "dynamic", "loses", { value: 4, lo: 3.125, hi: undefined }),
    row("darken", "static", "does-not-lose"),
    row("darken", "dynamic", "does-not-lose"),
    row("contrast", "static", "undecided", { value: 2 }),
    row("contrast", "dynamic", "does-not-lose"),
    row("gain", "static", "loses", { calibrator: "mse", value: 0 }),
  ]);
  assertEquals(tableUnder(text, "When static loses"), [
    ["model", "in", "gain", "darken", "contrast"],
    ["---", "---", "---", "---", "---"],
    [
      ...["mlp", "agreement"],
      "static from 1.50 [1.25, 2.00]; dynamic from 4.00 [3.13, beyond]",
      ...["neither", "open"],
    ],
  ]);
});

Deno.test("decisionSections() has the largest loss of each model and measure", () => {
  const price = (calibrationCondition: string, value: number, verdict: string) =>
    decisionRow({
      ...{ kind: "condition-price", measure: "accuracy", calibrationCondition, verdict, value },
      ...{ lo: value - 0.01, hi: value + 0.01, shift: "darken", severity: 5 },
    });
  const table = (rows: readonly DecisionRow[]) =>
    tableUnder(textOf(rows), "The price of a mismatched calibration set").slice(2);
  const rows = [
    price("noisy", -0.02, "loss"),
    price("darkened", -0.04, "loss"),
    price("one-class", -0.09, "undecided"),
    price("one-class", -0.5, "float-collapsed"),
  ];
  assertEquals(table(rows), [
    ["mlp", "accuracy", "darkened", "darken 5", "static min-max", "-4.0 [-5.0, -3.0]: loss"],
  ]);
  assertEquals(table(rows.slice(2))[0]!.at(-1), "-9.0 [-10.0, -8.0]: open");
  assertEquals(decisionSections(rows.slice(3)), []);
});

Deno.test("decisionSections() splits the error on clean inputs", () => {
  const part = (scheme: string, measure: string, value: number, shift = "clean") =>
    decisionRow({
      ...{ kind: "error-split", scheme, measure, value, lo: value, hi: value, shift },
      against: scheme === "weight-only" ? "float32" : "weight-only",
      verdict: "equivalent",
    });
  const text = textOf([
    part("weight-only", "accuracy", -0.001),
    part("weight-only", "noise-db", -38.04),
    part("static", "accuracy", 0.002),
    part("static", "noise-db", 7.25),
    part("dynamic", "accuracy", -0.0001),
    part("dynamic", "accuracy", -0.9, "gain"),
  ]);
  assertEquals(tableUnder(text, "Where the error comes from"), [
    ["model", "error of", "accuracy", "noise"],
    ["---", "---", "---", "---"],
    ["mlp", "weights", "-0.1 [-0.1, -0.1]: equivalent", "-38.0 dB"],
    ["mlp", "activations, static min-max", "+0.2 [0.2, 0.2]: equivalent", "+7.3 dB"],
    ["mlp", "activations, dynamic", "0.0 [0.0, 0.0]: equivalent", ""],
  ]);
  assert(!text.includes("-90"));
});
