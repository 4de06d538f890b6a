import { assertEquals, assertThrows } from "@std/assert";
import { compareRuns, type RunComparison } from "../../src/decide/compare_runs.ts";
import type { Outcomes } from "../../src/records/mod.ts";
import {
  both,
  costOf,
  dynamic,
  float32,
  minMax,
  type Run,
  runOf,
  type Wrong,
} from "./strategies.ts";

const samples = 1000;
const options = { margin: 0.01, costMargin: 0.01 };

function runWith(wrong: Wrong, change: (run: Run) => Run = (run) => run): Run {
  const nothing = Object.fromEntries(Object.keys(wrong).map((condition) => [condition, []]));
  return change(runOf(samples, [[float32, nothing], [minMax, wrong]]));
}

function changes({ cells }: RunComparison): readonly string[] {
  return cells.filter(({ scheme }) => scheme === "static")
    .map(({ shift, measure, change }) => `${shift} ${measure}: ${change}`);
}

Deno.test("compareRuns() finds nothing in a run compared with itself", () => {
  const run = runWith({ clean: both(3), "gain 5": both(20) });
  const comparison = compareRuns(run, run, options);
  assertEquals(comparison.worse, false);
  assertEquals(new Set(comparison.cells.map(({ change }) => change)), new Set(["same"]));
  assertEquals(new Set(comparison.costs.map(({ change }) => change)), new Set(["same"]));
  assertEquals([comparison.missing, comparison.added], [[], []]);
});

Deno.test("compareRuns() calls worse what has lost more than the margin for sure", () => {
  const before = runWith({ clean: [], "gain 5": both(20) });
  const cases: readonly (readonly [number, readonly string[], boolean])[] = [
    [20, ["same", "same"], false],
    [23, ["same", "same"], false],
    [27, ["may-be-worse", "may-be-worse"], false],
    [60, ["worse", "worse"], true],
    [0, ["better", "better"], false],
  ];
  for (const [wrong, wanted, worse] of cases) {
    const comparison = compareRuns(before, runWith({ clean: [], "gain 5": both(wrong) }), options);
    assertEquals(
      changes(comparison),
      [
        ...["clean accuracy: same", "clean agreement: same"],
        ...[`gain accuracy: ${wanted[0]}`, `gain agreement: ${wanted[1]}`],
      ],
      `${wrong}`,
    );
    assertEquals(comparison.worse, worse, `${wrong}`);
  }
});

Deno.test("compareRuns() holds the edge of the margin: the upper bound must lie below it", () => {
  const [before, after] = [0, 60].map((wrong) => runWith({ clean: both(wrong) }));
  const { hi } = compareRuns(before!, after!, options).cells.find(({ scheme }) =>
    scheme === "static"
  )!;
  const at = (margin: number) => compareRuns(before!, after!, { ...options, margin }).worse;
  assertEquals([at(-hi), at(-hi - 1e-12)], [false, true]);
});

Deno.test("compareRuns() compares each run with its own float32", () => {
  const [before, after] = [[], both(100)].map((wrong) =>
    runOf(samples, [[float32, { clean: wrong }], [minMax, { clean: wrong }]])
  );
  const comparison = compareRuns(before!, after!, options);
  assertEquals(changes(comparison), ["clean accuracy: worse", "clean agreement: same"]);
  assertEquals(comparison.cells[0]!.scheme, "float32");
  assertEquals(comparison.cells[0]!.change, "worse", "float32 itself is looked at");
});

Deno.test("compareRuns() lets a cell fail nothing where float32 had collapsed before", () => {
  const [before, after] = [[], both(300)].map((wrong) => runWith({ clean: [], "gain 5*": wrong }));
  const comparison = compareRuns(before!, after!, options);
  assertEquals(changes(comparison).slice(2), ["gain accuracy: worse", "gain agreement: worse"]);
  assertEquals(comparison.worse, false);
  const now = compareRuns(runWith({ clean: [], "gain 5": [] }), after!, options);
  assertEquals(now.worse, true, "it has collapsed since");
});

Deno.test("compareRuns() compares costs, at and beside the edge of their margin", () => {
  const before = runWith({ clean: [] });
  const with_ = (arenaBytes: number) =>
    runWith({ clean: [] }, (run) => ({ ...run, cost: [costOf("static", { arenaBytes })] }));
  const change = (arenaBytes: number) => {
    const { costs, worse } = compareRuns(before, with_(arenaBytes), options);
    return [costs.find(({ measure }) => measure === "arena_bytes")!.change, worse];
  };
  assertEquals([404, 405, 396, 395].map(change), [
    ["same", false],
    ["worse", true],
    ["same", false],
    ["better", false],
  ]);
});

Deno.test("compareRuns() lists what one run alone has", () => {
  const more = runOf(samples, [
    [float32, { clean: [] }],
    [minMax, { clean: [], "gain 5": [] }],
    [dynamic, { clean: [] }],
  ]);
  const less = runOf(samples, [[float32, { clean: [] }], [minMax, { clean: [] }]]);
  const lone = ({ missing, added }: RunComparison) =>
    [missing, added].map((cells) => cells.map(({ scheme, cells: count }) => [scheme, count]));
  const both = [["static", 1], ["dynamic", 1]];
  assertEquals(lone(compareRuns(more, less, options)), [both, []]);
  assertEquals(lone(compareRuns(less, more, options)), [[], both]);
});

Deno.test("compareRuns() compares AUCs on paired scores", () => {
  const labels = Array.from({ length: 80 }, (_, i) => i % 2);
  const of = (swapped: number): Run => {
    const run = runOf(80, [[minMax, { clean: [] }]], { metric: "auc", labels });
    const scores = labels.map((label, i) =>
      label === (i < swapped ? 0 : 1) ? 1 + i / 100 : i / 100
    );
    return { ...run, outcomes: { ...run.outcomes, scores: [Float64Array.from(scores)] } };
  };
  const { cells, worse } = compareRuns(of(0), of(60), options);
  assertEquals(cells.map(({ measure, change }) => [measure, change]), [["auc", "worse"]]);
  assertEquals(worse, true);
});

Deno.test("compareRuns() refuses runs that are not paired, and says why", () => {
  const run = runWith({ clean: [] });
  const other = (header: Partial<Outcomes["header"]>): Run => ({
    ...run,
    outcomes: { ...run.outcomes, header: { ...run.outcomes.header, ...header } },
  });
  const { ids, labels } = run.outcomes.header;
  const cases: readonly (readonly [Run, string])[] = [
    [
      other({ suite: "other" }),
      'without the same suite nothing is paired, got "digits" and "other"',
    ],
    [other({ metric: "auc" }), "without the same metric nothing is paired, got top-1 and auc"],
    [
      other({ ids: ids.map((id) => id + 1) }),
      "without the same evaluation samples nothing is paired, got 1000 others",
    ],
    [
      runOf(10, [[minMax, { clean: [] }]]),
      "without the same evaluation samples nothing is paired, got 1000 and 10",
    ],
    [other({ labels: labels!.map(() => 0) }), "without the same labels nothing is paired"],
    [
      runOf(samples, [[{ ...minMax, model: "other" }, { clean: [] }]]),
      "they must have a model, configuration and condition of the shift ladder in common, got none",
    ],
  ];
  for (const [second, message] of cases) {
    assertThrows(() => compareRuns(run, second, options), RangeError, message);
  }
});
