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

Deno.test("valueText() prints a value in the unit of its measure", () => {
  const cases: readonly [Parameters<typeof decisionRow>[0], string][] = [
    [{ value: 0.9321, lo: 0.91, hi: 0.95 }, "93.2 % [91.0, 95.0]"],
    [{ measure: "instructions-m4", value: 246_123 }, "246 k"],
    [{ measure: "arena-bytes", value: 2048 }, "2.00 KiB"],
    [{ measure: "latency-us", value: 12.3 }, "12.3 µs"],
    [{ measure: "auc", value: 0.91234 }, "0.912"],
    [{ measure: "regret", value: 0.002, lo: -0.004, hi: 0.009 }, "0.2 points [-0.4, 0.9]"],
    [{ kind: "condition-price", measure: "accuracy", value: 0.1 }, "10.0 points"],
    [{ measure: "severity", value: 2.5, lo: 2 }, "2.5 [2, ?]"],
    [{ measure: "severity", lo: 2, hi: 3 }, "[2, 3]"],
    [{}, ""],
  ];
  for (const [fields, wanted] of cases) assertEquals(valueText(decisionRow(fields)), wanted);
  assertEquals(measureText({ measure: "instructions-m55" }), "Cortex-M55 instructions");
  assertEquals(measureText({ measure: "worst-accuracy" }), "worst accuracy");
});

Deno.test("recommendationSection() puts what is recommended first, the others beside it", () => {
  const { text } = recommendationSection([
    decisionRow({ verdict: "baseline", scheme: "static", value: 0.8 }),
    decisionRow({ scheme: "dynamic", value: 0.9, note: "Cheapest." }),
    decisionRow({ scheme: "dynamic", measure: "regret", value: 0.01, against: "<best>" }),
    decisionRow({ model: "lenet5", verdict: "not-decided", note: "1,400 samples would." }),
  ], numberOf).body;
  const order = [
    '<article class="card decided" data-model="0">',
    "Recommended</span> <strong>dynamic</strong>",
    "worst accuracy <b>90.0 %</b>",
    "regret <b>1.0 points</b> ",
    "against &lt;best&gt;",
    '<p class="why">Cheapest.</p>',
    "Baseline</th>",
    '<article class="card open" data-model="1">',
    "Not decided</span></p>",
    "1,400 samples would.",
  ];
  const places = order.map((part) => text.indexOf(part));
  assertEquals(places, places.toSorted((a, b) => a - b), text);
  assert(places.every((place) => place >= 0), JSON.stringify(places));
});

Deno.test("recommendationSection() says calmly that there is none", () => {
  const { text } = recommendationSection([decisionRow({ kind: "crossover" })], numberOf).body;
  assertStringIncludes(text, "This run recommends nothing");
  assert(!text.includes("<article"));
});

Deno.test("decisionsSection() has a table for each kind, in their order, and cuts long ones", () => {
  const rows = Array.from({ length: 301 }, () => decisionRow({ kind: "crossover" }));
  const { text } = decisionsSection(
    [...rows, decisionRow({ kind: "smallest-size", verdict: "none <is>" }), decisionRow({})],
    numberOf,
  )!.body;
  assertEquals([...text.matchAll(/<summary>(.*?)<\/summary>/g)].map(([, title]) => title), [
    "How many calibration samples are enough",
    "From which severity on static loses to dynamic",
  ]);
  assertStringIncludes(text, "none &lt;is&gt;");
  assertEquals(text.match(/<tr data-model="0">/g)?.length, 301);
  assertStringIncludes(text, "The first 300 rows");
  assertEquals(decisionsSection([decisionRow({})], numberOf), undefined);
});
