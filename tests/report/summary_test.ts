import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type SummaryInput, summaryMarkdown } from "../../src/report/summary.ts";
import { hostileNames, hostileTables } from "./charts/hostile_names.ts";
import { accuracyRow } from "./synthetic_accuracy.ts";
import { syntheticTables } from "./synthetic_tables.ts";
import { tableUnder } from "./table_under.ts";

const nothing: SummaryInput = {
  accuracy: [],
  comparisons: [],
  decisions: [],
  thresholds: [],
  cost: [],
  calibration: [],
  latency: [],
  provenance: {},
  warningTexts: {},
};
const whole = summaryMarkdown({ ...nothing, ...syntheticTables(), provenance: { seed: 7 } });

Deno.test("summaryMarkdown() has its sections in order", () => {
  assertEquals([...whole.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading), [
    "Summary of digits",
    "Clean inputs",
    "Every scheme on clean inputs",
    "Static or dynamic: paired",
    "How many calibration samples are enough",
    "When static loses",
    "The price of a mismatched calibration set",
    "Where the error comes from",
    "Calibrators on clean inputs",
    "Worst shift",
    "Where they part",
    "Cost on the device",
    "Static, mixed, dynamic",
    "Latency on this host",
    "Warnings",
    "How to read",
    "Provenance",
  ]);
  assert(whole.endsWith("| seed | 7 |\n"));
});

Deno.test("summaryMarkdown() sets mixed between static and dynamic, in a section of its own alone", () => {
  const [headings, , ...rows] = tableUnder(whole, "Static, mixed, dynamic");
  assertEquals(headings, [
    "model",
    "scheme",
    "worst top-1 accuracy",
    "worst agreement",
    "Cortex-M4 instructions",
    "arena",
  ]);
  assertEquals(rows.filter(([model]) => model === "resnet8").map(([, scheme]) => scheme), [
    "static min-max",
    ...[1, 2, 3, 5].map((count) => `mixed min-max, ${count} dynamic`),
    "dynamic",
  ]);
  for (const [, , value, agreement] of rows) {
    assert(/ % \[.*\], (gain|brighten|darken|contrast|gaussian-noise) \d$/.test(value!), value);
    assert(/ % \[.*\], \S+ \d$/.test(agreement!), agreement);
  }
  for (
    const section of ["Every scheme on clean inputs", "Cost on the device", "Latency on this host"]
  ) {
    assert(tableUnder(whole, section).every(([, scheme]) => !scheme!.startsWith("mixed")), section);
  }
  const { accuracy, cost } = syntheticTables();
  const fixed = accuracy.filter(({ scheme }) => scheme !== "mixed");
  assert(!summaryMarkdown({ ...nothing, accuracy: fixed, cost }).includes("Static, mixed"));
  const fidelity = accuracy.map((row) => ({ ...row, metric: "fidelity" as const }));
  const text = summaryMarkdown({ ...nothing, accuracy: fidelity, cost });
  assertEquals(tableUnder(text, "Static, mixed, dynamic")[0]!.length, 5);
});

Deno.test("summaryMarkdown() has columns for shipped models where there is one", () => {
  const of = (model: string, scheme: string, value: number) =>
    accuracyRow({
      model,
      scheme,
      value,
      agreement: value,
      ...(scheme === "static" && fixedByMinMax),
    });
  const fixedByMinMax = { calibrator: "min-max" };
  const plain = [of("a", "static", 0.5), of("b", "static", 0.6)];
  const headings = (accuracy: SummaryInput["accuracy"]) =>
    tableUnder(summaryMarkdown({ ...nothing, accuracy }), "Clean inputs")[0]!;
  assertEquals(headings(plain).filter((name) => name.startsWith("as-shipped")), []);
  const accuracy = [...plain, of("b", "as-shipped", 0.7)];
  assertEquals(headings(accuracy).filter((name) => name.startsWith("as-shipped")), [
    "as-shipped",
    "as-shipped agrees",
  ]);
  const [, , a, b] = tableUnder(summaryMarkdown({ ...nothing, accuracy }), "Clean inputs");
  assertEquals([a![4], b![4]], ["", "70.0 % [68.0, 72.0]"]);
  assertEquals(b!.at(-1), "70.0 % [68.5, 71.0]");
});

Deno.test("summaryMarkdown() shows an AUC as it is, and agreement in percent", () => {
  const metric = "auc";
  const at = { shift: "gain", severity: 3 };
  const accuracy = [
    accuracyRow({ scheme: "float32", metric, value: 0.9271 }),
    accuracyRow({ calibrator: "min-max", metric, value: 0.9 }),
    accuracyRow({ calibrator: "mse", metric, value: 1 }),
    accuracyRow({ calibrator: "min-max", metric, ...at, value: 0.8, agreement: 0.9 }),
  ];
  const text = summaryMarkdown({ ...nothing, accuracy });
  assertStringIncludes(text, "AUC with its 95 % interval");
  assertStringIncludes(text, "the share of samples that keep the decision float32 gives them");
  assertEquals(tableUnder(text, "Clean inputs")[2], [
    ...["mlp", "0.927 [0.907, 0.947]", "0.900 [0.880, 0.920]", ""],
    ...["99.0 % [97.5, 100.0]", ""],
  ]);
  assertEquals(tableUnder(text, "Calibrators on clean inputs")[2], [
    ...["mlp", "0.900 / 99.0 %", "1.000 / 99.0 %"],
  ]);
  assertEquals(tableUnder(text, "Worst shift")[2]?.slice(4), [
    ...["0.800 [0.780, 0.820]", "", "90.0 % [88.5, 91.0]", ""],
  ]);
});

Deno.test("summaryMarkdown() shows agreement alone for fidelity", () => {
  const fidelity = (fields: Parameters<typeof accuracyRow>[0]) =>
    accuracyRow({ metric: "fidelity", value: 0.99, float32Value: undefined, ...fields });
  const accuracy = [
    fidelity({ scheme: "float32" }),
    fidelity({ calibrator: "min-max" }),
    fidelity({ calibrator: "mse" }),
    fidelity({ calibrator: "min-max", shift: "gain", severity: 1 }),
  ];
  const text = summaryMarkdown({ ...nothing, accuracy });
  assertStringIncludes(text, "agreement with float32 with its 95 % interval, 1,000 evaluation");
  assertEquals(tableUnder(text, "Clean inputs"), [
    ["model", "static min-max agrees", "dynamic agrees"],
    ["---", "---", "---"],
    ["mlp", "99.0 % [97.5, 100.0]", ""],
  ]);
  assertEquals(tableUnder(text, "Calibrators on clean inputs")[2], ["mlp", "99.0 %", "99.0 %"]);
  assertEquals(tableUnder(text, "Worst shift")[0], [
    ...["model", "worst for", "shift", "static min-max agrees", "dynamic agrees"],
  ]);
});

Deno.test("summaryMarkdown() selects the worst shift, apart from where float32 collapsed", () => {
  const fixed = { scheme: "static", calibrator: "min-max" };
  const dynamic = { scheme: "dynamic" };
  const at = (severity: number, warnings = "") => ({ shift: "gain", severity, warnings });
  const collapsed = at(5, "x float-collapsed");
  const accuracy = [
    accuracyRow({ ...fixed, agreement: 0.5 }),
    accuracyRow({ ...dynamic, agreement: 0.6 }),
    accuracyRow({ ...fixed, ...at(1), value: 0.81, agreement: 0.99 }),
    accuracyRow({ ...dynamic, ...at(1), value: 0.82, agreement: 0.97 }),
    accuracyRow({ ...fixed, ...at(2), value: 0.71, agreement: 0.8 }),
    accuracyRow({ ...dynamic, ...at(2), value: 0.72, agreement: 0.98 }),
    accuracyRow({ ...fixed, ...collapsed, agreement: 0.1 }),
    accuracyRow({ ...dynamic, ...collapsed, agreement: 0.9 }),
  ];
  const text = summaryMarkdown({ ...nothing, accuracy });
  const [, , forStatic, forDynamic] = tableUnder(text, "Worst shift");
  assertEquals(forStatic?.slice(0, 6), [
    "mlp",
    "static min-max",
    "gain 2",
    "",
    "71.0 % [69.0, 73.0]",
    "72.0 % [70.0, 74.0]",
  ]);
  assertEquals(forDynamic?.slice(0, 3), ["mlp", "dynamic", "gain 1"]);
  assertEquals(tableUnder(text, "Where they part"), [
    ["model", "gain"],
    ["---", "---"],
    ["mlp", "2: static agrees less"],
  ]);
});

Deno.test("summaryMarkdown() says where intervals part, at and beside their edge", () => {
  const rungs = (staticHi: number) => [
    accuracyRow({
      scheme: "static",
      calibrator: "min-max",
      shift: "gain",
      severity: 1,
      agreementHi: staticHi,
    }),
    accuracyRow({
      scheme: "dynamic",
      shift: "gain",
      severity: 1,
      agreementLo: 0.9,
      agreementHi: 0.99,
    }),
  ];
  const parted = (staticHi: number) =>
    tableUnder(summaryMarkdown({ ...nothing, accuracy: rungs(staticHi) }), "Where they part")[2];
  assertEquals(parted(0.8999), ["mlp", "1: static agrees less"]);
  assertEquals(parted(0.9), ["mlp", "no"]);
});

Deno.test("summaryMarkdown() shows what there is when static or dynamic was not run", () => {
  const { accuracy } = syntheticTables();
  for (const missing of ["static", "dynamic", "float32"]) {
    const text = summaryMarkdown({
      ...nothing,
      accuracy: accuracy.filter((row) => row.scheme !== missing),
    });
    assertEquals(tableUnder(text, "Clean inputs").length, 6, missing);
    assert(!text.includes("undefined"), missing);
  }
  assertStringIncludes(summaryMarkdown(nothing), "The shift ladder was not run.");
});

Deno.test("summaryMarkdown() counts warnings by code and explains them", () => {
  const text = summaryMarkdown({
    ...nothing,
    accuracy: [
      accuracyRow({ warnings: "b-code a-code" }),
      accuracyRow({ warnings: "b-code", model: "lenet5" }),
      accuracyRow({ warnings: "toString" }),
    ],
    warningTexts: { "a-code": "Do <this>" },
  });
  assertEquals(tableUnder(text, "Warnings").slice(2), [
    ["a-code", "1", "accuracy.csv: mlp", "Do &lt;this&gt;"],
    ["b-code", "2", "accuracy.csv: mlp, lenet5", ""],
    ['"toString"', "1", "accuracy.csv: mlp", ""],
  ]);
  assertStringIncludes(summaryMarkdown(nothing), "## Warnings\n\nNone.");
});

Deno.test("summaryMarkdown() keeps latency in its own section", () => {
  const tables = syntheticTables();
  const slower = tables.latency.map((row) => ({ ...row, p50Us: row.p50Us * 2 }));
  const other = summaryMarkdown({
    ...nothing,
    ...tables,
    latency: slower,
    provenance: { seed: 7 },
  });
  const without = (text: string) => text.replace(/## Latency on this host\n[^]*?\n## /, "## ");
  assert(other !== whole);
  assert(without(other) === without(whole));
});

for (const name of hostileNames) {
  Deno.test(`summaryMarkdown() escapes the name ${JSON.stringify(name.slice(0, 25))}`, () => {
    const text = summaryMarkdown({
      ...nothing,
      ...hostileTables(name),
      provenance: { [name || "x"]: name },
      warningTexts: { [name || "x"]: name },
    });
    assert(!/<[a-z/!]/i.test(text), "no HTML");
    assert(!/(^|[^\\])\[x\]/.test(text), "no links");
    for (const block of text.trimEnd().split("\n\n").filter((one) => one.startsWith("|"))) {
      const bars = block.split("\n").map((line) => line.replaceAll(/\\./g, "").split("|").length);
      assertEquals(new Set(bars).size, 1, "every row of a table has the same cells");
    }
  });
}
