import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { ComparisonRow } from "../../src/records/mod.ts";
import { pairedSection } from "../../src/report/summary_paired.ts";
import { shippedSection, weightsSection } from "../../src/report/summary_pairs.ts";
import { comparisonRow } from "./synthetic_comparisons.ts";
import { tableUnder } from "./table_under.ts";

type Fields = Partial<ComparisonRow>;

/** A comparison of accuracy and the same of agreement. */
function both(accuracy: number, agreement: number, fields: Fields = {}): readonly ComparisonRow[] {
  return [
    comparisonRow({ ...fields, difference: accuracy }),
    comparisonRow({ ...fields, measure: "agreement", difference: agreement }),
  ];
}

const gain = (severity: number, warnings = "") => ({ shift: "gain", severity, warnings });
const heading = "Static or dynamic: paired";

/** The sentences of the section. */
function sentences(text: string | undefined): readonly string[] {
  return (text ?? "").split("\n").filter((line) => line.startsWith("- "));
}

Deno.test("pairedSection() says on clean inputs what the interval says", () => {
  const text = pairedSection([
    ...both(-0.004, 0.0004),
    ...both(-0.03, 0.02, { model: "better" }),
    ...both(0.0101, 0, { model: "half" }),
  ])!;
  assertEquals(tableUnder(text, heading), [
    ["model", "accuracy", "static min-max is", "agreement", "static min-max is"],
    ["---", "---", "---", "---", "---"],
    [
      ...["mlp", "-0.4 [-1.4, 0.6]", "no difference beyond the interval"],
      ...["0.0 [-1.0, 1.0]", "no difference beyond the interval"],
    ],
    ["better", "-3.0 [-4.0, -2.0]", "worse", "+2.0 [1.0, 3.0]", "better"],
    [
      ...["half", "+1.0 [0.0, 2.0]", "better"],
      ...["0.0 [-1.0, 1.0]", "no difference beyond the interval"],
    ],
  ]);
  assertEquals(sentences(text), [
    "- mlp: on clean inputs static and dynamic do not differ beyond the interval, in accuracy or in " +
    "agreement.",
    "- better: on clean inputs static is less accurate by 3.0 points and agrees more by 2.0 points.",
    "- half: on clean inputs static is more accurate by 1.0 points, and does not differ beyond the " +
    "interval in agreement.",
  ]);
});

Deno.test("pairedSection() picks the largest difference that is beyond its interval", () => {
  const text = pairedSection([
    ...both(0, 0),
    ...both(0.001, -0.05, gain(1)),
    ...both(-0.004, -0.201, gain(2)),
    // The largest of all, but not beyond its interval.
    comparisonRow({ ...gain(3), measure: "agreement", difference: -0.3, differenceHi: 0.1 }),
    ...both(0.5, 0.5, gain(4, "x float-collapsed")),
    ...both(0.5, 0.5, { ...gain(1), secondScheme: "hybrid" }),
    ...both(0.5, 0.5, { ...gain(1), firstCalibrator: "mse" }),
    ...both(0.5, 0.5, { ...gain(5, "float-collapsed"), shift: "darken" }),
  ])!;
  assertEquals(tableUnder(text, heading, 1), [
    ["model", "difference in", "gain", "darken"],
    ["---", "---", "---", "---"],
    ["mlp", "accuracy", "-0.4 [-1.4, 0.6] at 2", ""],
    ["mlp", "agreement", "-20.1 [-21.1, -19.1] at 2: worse", ""],
  ]);
  assertEquals(sentences(text), [
    "- mlp: on clean inputs static and dynamic do not differ beyond the interval, in accuracy or in " +
    "agreement; under gain static agrees less by 20.1 points (severity 2).",
  ]);
});

Deno.test("pairedSection() says it where nothing differs, where both do, and where all collapsed", () => {
  const under = (...rows: readonly (readonly ComparisonRow[])[]) =>
    sentences(pairedSection(rows.flat()))[0]!.split(/: |; /).slice(2).join("; ");
  const clean = both(0, 0);
  assertEquals(
    under(clean, both(0, 0, gain(1))),
    "under no shift do they differ beyond the interval.",
  );
  assertEquals(under(clean, both(0.5, 0.5, gain(1, "float-collapsed"))), "");
  assertEquals(
    under(clean, both(0.2, -0.3, gain(5))),
    "under gain static is more accurate by 20.0 points and agrees less by 30.0 points (severity 5).",
  );
  assertEquals(
    under(
      clean,
      both(0.2, 0, gain(5)),
      both(0, -0.3, gain(4)),
      both(0.1, 0, { ...gain(1), shift: "x" }),
    ),
    "under gain static is more accurate by 20.0 points (severity 5) and agrees less by 30.0 points " +
      "(severity 4); under x static is more accurate by 10.0 points (severity 1).",
  );
});

Deno.test("pairedSection() has AUC as it is, and agreement alone for fidelity", () => {
  const auc = pairedSection([
    comparisonRow({ measure: "auc", method: "delong", p: undefined, difference: -0.0314 }),
    comparisonRow({ measure: "agreement", difference: 0.0314 }),
  ])!;
  assertEquals(tableUnder(auc, heading)[2], [
    ...["mlp", "-0.031 [-0.041, -0.021]", "worse", "+3.1 [2.1, 4.1]", "better"],
  ]);
  assertStringIncludes(auc, "in AUC and, for agreement, in points,");
  assertEquals(sentences(auc), [
    "- mlp: on clean inputs static has the lower AUC by 0.031 and agrees more by 3.1 points.",
  ]);
  const fidelity = pairedSection([comparisonRow({ measure: "agreement" })])!;
  assertEquals(tableUnder(fidelity, heading)[0], ["model", "agreement", "static min-max is"]);
  assertEquals(sentences(fidelity), [
    "- mlp: on clean inputs static and dynamic do not differ beyond the interval, in agreement.",
  ]);
});

Deno.test("pairedSection() shows per-channel weights and the calibrator of the other sections", () => {
  const text = pairedSection([
    ...both(0.1, 0.1, { firstWeights: "tflite", secondWeights: "tflite" }),
    ...both(0.2, 0.2, { firstCalibrator: "mse" }),
    ...both(0.3, 0.3),
  ])!;
  assertEquals(tableUnder(text, heading).slice(2).map((row) => row[1]), ["+30.0 [29.0, 31.0]"]);
});

Deno.test("shippedSection() sets every scheme of ours beside what was shipped, clean", () => {
  const shipped = { secondScheme: "as-shipped", secondWeights: undefined };
  const none = { firstCalibrator: undefined, firstCalibrationSize: undefined };
  const text = shippedSection([
    ...both(0.02, 0, shipped),
    ...both(0.9, 0.9, { ...shipped, ...gain(1) }),
    ...both(0.9, 0.9, { ...shipped, firstWeights: "tflite" }),
    ...both(0, -0.02, { ...shipped, ...none, firstScheme: "dynamic" }),
    ...both(0.9, 0.9),
  ])!;
  assertEquals(tableUnder(text, "Ours and as shipped"), [
    ["model", "ours", "accuracy", "ours is", "agreement", "ours is"],
    ["---", "---", "---", "---", "---", "---"],
    [
      ...["mlp", "static min-max", "+2.0 [1.0, 3.0]", "better"],
      ...["0.0 [-1.0, 1.0]", "no difference beyond the interval"],
    ],
    [
      ...["mlp", "dynamic", "0.0 [-1.0, 1.0]", "no difference beyond the interval"],
      ...["-2.0 [-3.0, -1.0]", "worse"],
    ],
  ]);
  assertEquals(shippedSection(both(0, 0)), undefined);
});

Deno.test("weightsSection() gives what per-channel weights bring, clean", () => {
  const against = (secondWeights: string) => ({ secondScheme: "static", secondWeights });
  const text = weightsSection([
    ...both(0.02, 0.03, against("tflite")),
    ...both(0.04, 0.05, against("per-tensor")),
    ...both(0.9, 0.9, { ...against("tflite"), ...gain(1) }),
    ...both(0.9, 0.9),
  ])!;
  assertEquals(tableUnder(text, "Weights: per-channel and tflite and per-tensor"), [
    [
      ...["model", "scheme", "against", "accuracy", "per-channel is"],
      ...["agreement", "per-channel is"],
    ],
    ["---", "---", "---", "---", "---", "---", "---"],
    [
      ...["mlp", "static min-max", "tflite"],
      ...["+2.0 [1.0, 3.0]", "better", "+3.0 [2.0, 4.0]", "better"],
    ],
    [
      ...["mlp", "static min-max", "per-tensor"],
      ...["+4.0 [3.0, 5.0]", "better", "+5.0 [4.0, 6.0]", "better"],
    ],
  ]);
  assertEquals(weightsSection(both(0, 0)), undefined);
});

Deno.test("the sections escape names from the table", () => {
  const name = "<b>| [x](y)";
  const rows = both(0.1, 0.1, { model: name, shift: "clean", firstCalibrator: name });
  const all = [
    pairedSection([...rows, ...both(0.1, 0.1, { model: name, shift: name, severity: 1 })]),
    shippedSection(rows.map((row) => ({ ...row, secondScheme: "as-shipped" }))),
    weightsSection(rows.map((row) => ({ ...row, secondScheme: "static", secondWeights: name }))),
  ];
  for (const text of all) {
    assert(text !== undefined && !text.includes("<b>"), text);
    assert(!/(^|[^\\])\[x\]/.test(text), text);
    assertStringIncludes(text, "&lt;b&gt;\\| \\[x\\]");
  }
});
