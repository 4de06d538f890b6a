import { assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { regretsOf, regretTable, trials } from "../../bench/generalize_table.ts";
import { both, dynamic, even, float32, minMax, odd, runOf } from "../decide/strategies.ts";

const nothing = { clean: [], "brighten 3": [], "darken 3": [], "gain 5": [], "blur 3": [] };

Deno.test("regretsOf() judges a choice on shifts and samples that it never saw", () => {
  // Under brighten both are equal, so static is chosen for its cost; under gain it loses 30 of 1,000.
  const run = runOf(2000, [
    [minMax, { ...nothing, "gain 5": both(30) }],
    [dynamic, nothing],
    [float32, nothing],
  ]);
  const regrets = regretsOf(run, 0.01);
  assertEquals(regrets.map(({ trial, chosen }) => [trials.indexOf(trial), chosen]), [
    [0, "static min-max per-channel"],
    [1, "dynamic per-channel"],
    [2, "dynamic per-channel"],
  ]);
  const [first, second, third] = regrets;
  assertAlmostEquals(first!.worst, 0.03, 1e-12);
  assertAlmostEquals(first!.mean, 0.015, 1e-12);
  assertEquals([first!.baselineWorst, first!.baselineMean], [first!.worst, first!.mean]);
  assertEquals([second!.worst, second!.mean], [0, 0]);
  assertEquals(third!.worst, 0);
  assertAlmostEquals(third!.baselineWorst!, 0.03, 1e-12);
});

Deno.test("regretsOf() chooses on even positions and judges on odd ones", () => {
  const of = (wrong: readonly number[]) =>
    regretsOf(runOf(2000, [[minMax, { ...nothing, "gain 5": wrong }], [dynamic, nothing]]), 0.01)
      .at(-1)!;
  const chosen = of(even(200));
  assertEquals([chosen.chosen, chosen.baselineWorst], ["dynamic per-channel", 0]);
  const judged = of(odd(200));
  assertEquals(judged.chosen, "static min-max per-channel");
  assertAlmostEquals(judged.worst, 0.2, 1e-12);
});

Deno.test("regretTable() has a row a model and trial, and medians", () => {
  const run = runOf(2000, [[minMax, { ...nothing, "gain 5": both(30) }], [dynamic, nothing]]);
  const lines = regretTable(regretsOf(run, 0.01)).split("\n");
  assertEquals(lines.length, 2 + 3 * 2 + 1);
  assertStringIncludes(
    lines[2]!,
    "| mlp | static min-max per-channel | 3.00 | 1.50 | 3.00 | 1.50 |",
  );
  assertStringIncludes(lines.at(-1)!, "| all | all | **median** |  | 0.00 | 0.00 | 3.00 |");
});
