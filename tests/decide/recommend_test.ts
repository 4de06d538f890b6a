import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { recommend, type Recommendation, type Strategy } from "../../src/decide/mod.ts";
import { pairedDifference } from "../../src/statistics/mod.ts";
import {
  asShipped,
  both,
  type Columns,
  costOf,
  dynamic,
  dynamicInput,
  even,
  float32,
  hybrid,
  minMax,
  mse,
  odd,
  type Run,
  runOf,
  strategiesIn,
  type Wrong,
} from "./strategies.ts";

const samples = 2000;
const margin = 0.01;
const nothing: Wrong = { clean: [], "gain 5": [] };

function name({ scheme, calibrator }: Pick<Strategy, "scheme" | "calibrator">): string {
  return calibrator === undefined ? scheme : `${scheme} ${calibrator}`;
}

function decide(run: Run, options = { margin }): Recommendation | undefined {
  return recommend(strategiesIn(run), options);
}

function standings({ candidates }: Recommendation): readonly string[] {
  return candidates.map(({ strategy, standing }) => `${name(strategy)}: ${standing}`);
}

interface Case {
  readonly what: string;
  readonly strategies: readonly (readonly [Columns, Wrong])[];
  readonly recommended: string;
  readonly decided?: boolean;
  readonly standings: readonly string[];
}

const cases: readonly Case[] = [
  {
    what: "takes the cheapest of equals, and of those that cost the same the first listed",
    strategies: [[dynamic, nothing], [mse, nothing], [minMax, nothing], [float32, nothing]],
    recommended: "static min-max",
    standings: ["static min-max: best", "static mse: non-inferior", "dynamic: non-inferior"],
  },
  {
    what: "passes over what is shown to lose more than the margin",
    strategies: [[minMax, { clean: [], "gain 5": both(100) }], [dynamic, nothing]],
    recommended: "dynamic",
    standings: ["static min-max: inferior", "dynamic: best"],
  },
  {
    what: "takes what loses less than the margin for sure, though it loses",
    strategies: [[minMax, { clean: [], "gain 5": both(2) }], [dynamic, nothing]],
    recommended: "static min-max",
    standings: ["static min-max: non-inferior", "dynamic: best"],
  },
  {
    what: "does not decide between the best and a cheaper one that the samples cannot tell from it",
    strategies: [
      [minMax, { clean: [], "gain 5": both(40) }],
      [dynamic, { clean: [], "gain 5": both(38, 40) }],
    ],
    recommended: "dynamic",
    decided: false,
    standings: ["static min-max: undecided", "dynamic: best"],
  },
  {
    what: "decides where only what costs the same is undecided",
    strategies: [
      [minMax, { clean: [], "gain 5": both(40) }],
      [mse, { clean: [], "gain 5": both(38, 40) }],
    ],
    recommended: "static mse",
    standings: ["static min-max: undecided", "static mse: best"],
  },
  {
    what: "leaves out cells where float32 has collapsed",
    strategies: [
      [minMax, { clean: [], "gain 5*": both(500) }],
      [dynamic, { clean: [], "gain 5*": [] }],
    ],
    recommended: "static min-max",
    standings: ["static min-max: best", "dynamic: non-inferior"],
  },
  {
    what: "lets as-shipped compete",
    strategies: [[asShipped, nothing], [dynamic, nothing]],
    recommended: "as-shipped",
    standings: ["as-shipped: best", "dynamic: non-inferior"],
  },
  {
    what: "lets dynamic-input compete",
    strategies: [
      [minMax, { clean: [], "gain 5": both(100) }],
      [dynamicInput, { clean: [], "gain 5": both(1) }],
      [dynamic, nothing],
    ],
    recommended: "dynamic-input min-max",
    standings: ["static min-max: inferior", "dynamic-input min-max: non-inferior", "dynamic: best"],
  },
  {
    what: "takes the only one",
    strategies: [[hybrid, { clean: both(900) }], [float32, { clean: [] }]],
    recommended: "hybrid",
    standings: ["hybrid: best"],
  },
  {
    what: "does not punish what float32 gets wrong and it gets right",
    strategies: [
      [minMax, { clean: [], "gain 5": [] }],
      [dynamic, { clean: [], "gain 5": both(300) }],
      [float32, { clean: [], "gain 5": both(300) }],
    ],
    recommended: "static min-max",
    standings: ["static min-max: best", "dynamic: inferior"],
  },
  {
    what: "calls best whose largest loss is smallest, not who is best somewhere",
    strategies: [
      [minMax, { clean: [], "gain 5": both(200), "noise 5": [] }],
      [dynamic, { clean: [], "gain 5": both(20), "noise 5": both(20) }],
      [hybrid, { clean: [], "gain 5": [], "noise 5": both(100) }],
    ],
    recommended: "dynamic",
    standings: ["static min-max: inferior", "dynamic: best", "hybrid: inferior"],
  },
];

for (const { what, strategies, recommended, decided = true, standings: wanted } of cases) {
  Deno.test(`recommend() ${what}`, () => {
    const recommendation = decide(runOf(samples, strategies))!;
    assertEquals(standings(recommendation), wanted);
    assertEquals(name(recommendation.recommended.strategy), recommended);
    assertEquals(recommendation.decided, decided);
  });
}

Deno.test("recommend() chooses the worst shift on one half and judges it on the other", () => {
  // On the half that chooses, static loses more under noise; on the one that judges, more under gain.
  const recommendation = decide(runOf(samples, [
    [minMax, {
      clean: [],
      "gain 5": [...even(30), ...odd(300)],
      "noise 5": [...even(60), ...odd(50)],
    }],
    [dynamic, { clean: [], "gain 5": [], "noise 5": [] }],
  ]))!;
  const { judgement } = recommendation.candidates[0]!;
  const { difference, lo, hi } = pairedDifference({
    both: 950,
    onlyFirst: 0,
    onlySecond: 50,
    neither: 0,
  });
  assertEquals([judgement!.shift, judgement!.severity, judgement!.deciding.samples], [
    "noise",
    5,
    1000,
  ]);
  assertEquals(
    [judgement!.deciding.difference, judgement!.deciding.lo, judgement!.deciding.hi],
    [difference, lo, hi],
  );
  assertEquals(recommendation.candidates[0]!.standing, "inferior");
});

Deno.test("recommend() holds the edge of the margin: the lower bound must lie above it", () => {
  const run = runOf(samples, [
    [minMax, { clean: [], "gain 5": both(3) }],
    [dynamic, nothing],
  ]);
  const { marginNeeded } = decide(run)!.candidates[0]!;
  const at = (wanted: number) => decide(run, { margin: wanted })!.candidates[0]!.standing;
  assertEquals(at(marginNeeded! * (1 + 1e-12)), "non-inferior");
  assertEquals(at(marginNeeded!), "undecided");
});

Deno.test("recommend() names runner-up, baseline and what another margin would take", () => {
  const recommendation = decide(runOf(samples, [
    [minMax, { clean: [], "gain 5": both(100) }],
    [dynamicInput, { clean: [], "gain 5": both(1) }],
    [dynamic, nothing],
    [float32, nothing],
  ]))!;
  const { runnerUp, stricter, looser, open, beside } = recommendation;
  assertEquals(
    [runnerUp, stricter, looser].map((one) => name(one!.strategy)),
    ["dynamic", "dynamic", "static min-max"],
  );
  assertEquals(open, undefined);
  assertEquals([name(beside!.strategy), name(beside!.against)], [
    "dynamic-input min-max",
    "static min-max",
  ]);
  assertAlmostEquals(beside!.deciding.difference, 0.099, 1e-12);
  assert(beside!.deciding.lo > 0.08 && beside!.deciding.hi < 0.12);
  assertEquals(beside!.agreement!.measure, "agreement");
  const atLooser = decide(
    runOf(samples, [
      [minMax, { clean: [], "gain 5": both(100) }],
      [dynamicInput, { clean: [], "gain 5": both(1) }],
      [dynamic, nothing],
    ]),
    { margin: looser!.marginNeeded! + 1e-9 },
  )!;
  assertEquals(name(atLooser.recommended.strategy), "static min-max");
});

Deno.test("recommend() says how many samples would decide", () => {
  const recommendation = decide(runOf(samples, [
    [minMax, { clean: [], "gain 5": both(40) }],
    // One less on the half that chooses: it is the best.
    [dynamic, { clean: [], "gain 5": [...even(39, 40), ...odd(40, 40)] }],
  ]))!;
  assertEquals(recommendation.decided, false);
  assertEquals(name(recommendation.open!.strategy), "static min-max");
  // (1.95996 + 0.84162)^2 0.08 / 0.01^2 = 6279.1, on the half that judges.
  assertEquals(recommendation.open!.samplesNeeded, 2 * 6280);
});

Deno.test("recommend() decides by AUC where that is the metric, by agreement for fidelity", () => {
  const positions = Array.from({ length: 80 }, (_, i) => i);
  const labels = positions.map((i) => Math.floor(i / 2) % 2);
  const scores = (swapped: number) =>
    positions.map((i) => labels[i] === (i < swapped ? 0 : 1) ? 1 + i / 100 : i / 100);
  const [fixed, other] = [[minMax, 40], [dynamic, 0]].map(([columns, swapped]) => ({
    row: { ...columns as Columns, metric: "auc" as const },
    classes: labels,
    scores: scores(swapped as number),
  }));
  const run = runOf(80, [[minMax, { clean: [] }], [dynamic, { clean: [] }]], {
    metric: "auc",
    labels,
  });
  const withScores: Run = {
    ...run,
    outcomes: {
      ...run.outcomes,
      scores: [fixed!, other!].map((cell) => Float64Array.from(cell.scores)),
    },
  };
  const auc = decide(withScores)!;
  assertEquals([auc.measure, name(auc.recommended.strategy)], ["auc", "dynamic"]);
  assert(auc.candidates[0]!.judgement!.deciding.difference < -0.2);

  const fidelity = (withFloat32: boolean) =>
    decide(runOf(samples, [
      [minMax, { clean: both(100) }],
      [dynamic, { clean: both(1) }],
      ...(withFloat32 ? [[float32, { clean: [] }] as const] : []),
    ], { metric: "fidelity" }));
  assertEquals(fidelity(true)!.measure, "agreement");
  assertEquals(name(fidelity(true)!.recommended.strategy), "dynamic");
  assertEquals(fidelity(true)!.recommended.judgement!.agreement, undefined);
  assertEquals(fidelity(false), undefined, "nothing to agree with");
});

Deno.test("recommend() gives nothing where nothing can be decided", () => {
  const none: readonly (readonly [string, Run])[] = [
    ["references alone", runOf(10, [[float32, nothing], [{ scheme: "weight-only" }, nothing]])],
    [
      "collapsed cells alone",
      runOf(10, [[minMax, { "gain 5*": [] }], [dynamic, { "gain 5*": [] }]]),
    ],
    ["one sample: nobody judges", runOf(1, [[minMax, nothing], [dynamic, nothing]])],
    ["no condition in common", runOf(10, [[minMax, { clean: [] }], [dynamic, { "gain 5": [] }]])],
    ["AUC without scores", runOf(10, [[minMax, nothing], [dynamic, nothing]], { metric: "auc" })],
  ];
  for (const [what, run] of none) assertEquals(decide(run), undefined, what);
});

Deno.test("recommend() ranks by instructions, arena, flash, and puts what has no estimate last", () => {
  const ranked = (fields: readonly (readonly [string, Parameters<typeof costOf>[1]])[]) => {
    const run = runOf(100, [[minMax, nothing], [dynamic, nothing], [hybrid, nothing]]);
    const cost = fields.map(([scheme, own]) => costOf(scheme, own));
    return decide({ ...run, cost })!.candidates.map(({ strategy }) => strategy.scheme);
  };
  const same = { instructionsM4: 5, arenaBytes: 5, flashBytes: 5 };
  assertEquals(
    ranked([["static", same], ["dynamic", { ...same, flashBytes: 4 }], ["hybrid", {
      ...same,
      arenaBytes: 4,
      flashBytes: 9,
    }]]),
    ["hybrid", "dynamic", "static"],
  );
  assertEquals(
    ranked([["static", { ...same, instructionsM4: undefined }], ["hybrid", same]]),
    ["hybrid", "static", "dynamic"],
  );
});

Deno.test("recommend() takes instructions within 5 % for equal, at and beside the edge", () => {
  const ranked = (instructionsM4: number) => {
    const run = runOf(100, [[minMax, nothing], [hybrid, nothing]]);
    const cost = [
      costOf("static", { instructionsM4, arenaBytes: 100 }),
      costOf("hybrid", { instructionsM4: 1000, arenaBytes: 400 }),
    ];
    return decide({ ...run, cost })!.candidates.map(({ strategy }) => strategy.scheme);
  };
  assertEquals(ranked(1050), ["static", "hybrid"]);
  assertEquals(ranked(1051), ["hybrid", "static"]);
});

Deno.test("recommend() does not depend on the order of rows", () => {
  const wrong = fc.subarray([...both(8)], { maxLength: 16 });
  const strategies = [minMax, mse, dynamicInput, dynamic, float32];
  const conditions = ["clean", "gain 1", "gain 5", "noise 3*"];
  const tables = fc.array(wrong, {
    minLength: strategies.length * conditions.length,
    maxLength: strategies.length * conditions.length,
  });
  fc.assert(
    fc.property(
      tables,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (sets, keys) => {
        const run = runOf(
          40,
          strategies.map((columns, s) => [
            columns,
            Object.fromEntries(
              conditions.map((condition, c) => [condition, sets[s * conditions.length + c]!]),
            ),
          ]),
        );
        const order = run.accuracy.map((_, index) => [keys.next().value as number, index] as const)
          .toSorted(([a], [b]) => a - b).map(([, index]) => index);
        const shuffled: Run = {
          accuracy: order.map((index) => run.accuracy[index]!),
          outcomes: {
            header: {
              ...run.outcomes.header,
              cells: order.map((index) => run.outcomes.header.cells[index]!),
            },
            classes: order.map((index) => run.outcomes.classes[index]!),
          },
          cost: run.cost.toReversed(),
        };
        assertEquals(withoutCells(decide(shuffled)), withoutCells(decide(run)));
      },
    ),
    { seed: 7, numRuns: 60 },
  );
});

/** A recommendation as text, without what every strategy said of every sample. */
function withoutCells(recommendation: Recommendation | undefined): string {
  return JSON.stringify(recommendation, (key, value) => key === "cells" ? undefined : value);
}
