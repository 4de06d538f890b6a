import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { decisionRows } from "../../src/decide/mod.ts";
import { recommendationTexts } from "../../src/report/recommendation_text.ts";
import { recommendationSection } from "../../src/report/summary_recommendation.ts";
import { options } from "../decide/decided.ts";
import {
  both,
  dynamic,
  even,
  float32,
  minMax,
  odd,
  type Run,
  runOf,
} from "../decide/strategies.ts";

function textsOf(run: Run) {
  return recommendationTexts(decisionRows({ ...run, calibration: [], layers: [] }, options));
}

function line(run: Run, label: string): string | undefined {
  return textsOf(run)[0]!.lines.find((one) => one.label === label)?.text;
}

const losing = runOf(2000, [
  [minMax, { clean: [], "gain 5": both(100) }],
  [dynamic, { clean: [], "gain 5": [] }],
  [float32, { clean: [], "gain 5": [] }],
]);

Deno.test("recommendationTexts() says what to deploy and why, in words", () => {
  const [text] = textsOf(losing);
  assertEquals([text!.model, text!.headline], ["mlp", "dynamic, per-channel weights"]);
  assertEquals(text!.lines.map(({ label }) => label), [
    ...["Costs", "Keeps", "Evidence", "Runner-up", "Beside static min-max"],
    "What would change it",
  ]);
  assertEquals(
    line(losing, "Costs"),
    "about 150 Cortex-M4 instructions an input, arena 400 B, flash 1000 B",
  );
  assertStringIncludes(
    line(losing, "Beside static min-max")!,
    "accuracy +10.0 points [8.2, 12.0], agreement +10.0 points [8.2, 12.0] under gain 5",
  );
  assertEquals(
    line(losing, "What would change it"),
    "a margin above 12.02 points would take static min-max per-channel",
  );
});

Deno.test("recommendationTexts() says when what is recommended is the baseline", () => {
  const run = runOf(2000, [[minMax, { clean: [] }], [dynamic, { clean: [] }]]);
  assertEquals(
    textsOf(run)[0]!.headline,
    "static min-max, per-channel weights, calibrated on 500 samples",
  );
  assertEquals(line(run, "Beside static min-max"), "it is that");
});

Deno.test("recommendationTexts() says when clipping repairs what it breaks", () => {
  // Static gets right 12 that float32 gets wrong, and about as many the other way round.
  const run = runOf(2000, [
    [minMax, { clean: [], "gain 5": [...even(2, 300), ...both(5, 100)] }],
    [dynamic, { clean: [], "gain 5": both(6) }],
    [float32, { clean: [], "gain 5": both(6) }],
  ]);
  assertEquals(textsOf(run)[0]!.headline.split(",")[0], "static min-max");
  assertStringIncludes(line(run, "Evidence")!, "what it clips repairs as much as it breaks");
  assert(!line(losing, "Evidence")!.includes("clips"));
});

Deno.test("recommendationTexts() says not decided, until then, and how many samples would", () => {
  const run = runOf(2000, [
    [minMax, { clean: [], "gain 5": both(40) }],
    [dynamic, { clean: [], "gain 5": [...even(39, 40), ...odd(40, 40)] }],
  ]);
  assertEquals(
    textsOf(run)[0]!.headline,
    "not decided: static min-max per-channel (about 100 Cortex-M4 instructions an input, arena 400 B, " +
      "flash 1000 B) comes before it by cost and may be as good, which the samples of this run cannot " +
      "tell. Until then dynamic, per-channel weights",
  );
  assertStringIncludes(
    line(run, "What would change it")!,
    "about 12,560 evaluation samples would tell whether static min-max per-channel is as good",
  );
});

Deno.test("recommendationTexts() is of the only strategy where there is one", () => {
  const run = runOf(20, [[minMax, { clean: [] }]]);
  assertEquals(line(run, "Evidence"), "there is no other to choose");
  assertEquals(line(run, "Runner-up"), undefined);
});

Deno.test("recommendationTexts() speaks of agreement alone without labels", () => {
  const run = runOf(2000, [
    [minMax, { clean: both(100) }],
    [dynamic, { clean: [] }],
    [float32, { clean: [] }],
  ], { metric: "fidelity" });
  const all = textsOf(run)[0]!.lines.map(({ text }) => text).join("\n");
  assertStringIncludes(all, "agreement +10.0 points");
  assert(!all.includes("accuracy"), all);
});

Deno.test("recommendationSection() escapes names, and is absent without a recommendation", () => {
  const name = "<b>| [x](y)";
  const run = runOf(2000, [
    [{ ...minMax, model: name, calibrator: name }, {
      clean: [],
      [`${name.replaceAll(" ", "_")} 5`]: both(100),
    }],
    [{ ...dynamic, model: name }, { clean: [], [`${name.replaceAll(" ", "_")} 5`]: [] }],
  ]);
  const text = recommendationSection(
    decisionRows({ ...run, calibration: [], layers: [] }, options),
  )!;
  assert(!text.includes("<b>"), text);
  assert(!/(^|[^\\])\[x\]/.test(text), text);
  assertStringIncludes(text, "&lt;b&gt;\\| \\[x\\]");
  assertEquals(recommendationSection([]), undefined);
});
