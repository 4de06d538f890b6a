import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { crossing } from "../../src/decide/crossing.ts";
import type { DecisionRow } from "../../src/records/mod.ts";
import { dynamic, fixed, float32, type TestCell } from "./cells.ts";
import { decide, ones, wrongFrom } from "./decided.ts";

const samples = 1000;
const header = { labels: ones(samples) };

/** A ladder: what static and dynamic get wrong at each severity, from clean on. */
function ladder(
  wrong: readonly (readonly [fixed: number, dynamic: number])[],
  { collapsed = [], shift = "gain" }: {
    readonly collapsed?: readonly number[];
    readonly shift?: string;
  } = {},
): readonly TestCell[] {
  return wrong.flatMap(([ofFixed, ofDynamic], severity) => {
    const row = {
      shift: severity === 0 ? "clean" : shift,
      severity,
      warnings: collapsed.includes(severity) ? "float-collapsed" : "",
    };
    return [
      { row: { ...float32, ...row }, classes: ones(samples) },
      { row: { ...fixed, ...row }, classes: wrongFrom(samples, 0, ofFixed) },
      { row: { ...dynamic, ...row }, classes: wrongFrom(samples, 500, 500 + ofDynamic) },
    ];
  });
}

const shortly = ({ scheme, against, measure, verdict }: DecisionRow) =>
  `${scheme} to ${against} in ${measure}: ${verdict}`;

Deno.test("crossing() is the first severity that reaches the margin, linear in between", () => {
  const severities = [0, 1, 2, 4];
  const cases = [
    { differences: [0, 0, 0, 0], found: Infinity },
    { differences: [0, 0, -0.1, -0.5], found: 3 },
    { differences: [0, -0.6, 0, 0], found: 0.5 },
    { differences: [-0.3, 0, 0, 0], found: 0 },
    { differences: [0.3, -0.3, 0, 0], found: 1 },
    { differences: [0, 0, 0, -0.3], found: 4 },
  ];
  for (const { differences, found } of cases) {
    assertAlmostEquals(crossing(severities, (index) => differences[index]!, 0.3), found, 1e-12);
  }
});

Deno.test("crossover says where static begins to lose, and that dynamic does not", () => {
  const rows = decide("crossover", ladder([[0, 0], [5, 0], [25, 0], [60, 0]]), { header });
  assertEquals(rows.map(shortly), [
    "static to dynamic in accuracy: loses",
    "dynamic to static in accuracy: does-not-lose",
    "static to dynamic in agreement: loses",
    "dynamic to static in agreement: does-not-lose",
  ]);
  const [loses, not] = rows;
  // -0.005 at 1, -0.025 at 2: -0.01 a quarter of the way.
  assertAlmostEquals(loses!.value!, 1.25, 1e-9);
  assert(loses!.lo! < 1.25 && 1.25 < loses!.hi! && loses!.hi! < 2, `${loses!.lo}, ${loses!.hi}`);
  assertEquals([loses!.shift, loses!.severity, loses!.margin], ["gain", undefined, 0.01]);
  assertEquals(loses!.note, "Severities 0 1 2 3");
  assertEquals([not!.value, not!.lo, not!.hi, not!.p], [undefined, undefined, undefined, 1]);
});

Deno.test("crossover says where dynamic begins to lose", () => {
  const rows = decide("crossover", ladder([[0, 0], [0, 20], [0, 60]]), { header });
  assertEquals(rows.map(shortly).slice(0, 2), [
    "static to dynamic in accuracy: does-not-lose",
    "dynamic to static in accuracy: loses",
  ]);
  assertAlmostEquals(rows[1]!.value!, 0.5, 1e-9);
  assertEquals([rows[1]!.calibrator, rows[1]!.calibrationSize], ["min-max", 500]);
});

Deno.test("crossover is undecided where the interval holds the margin, at and beside it", () => {
  const verdictOf = (wrong: number) =>
    decide("crossover", ladder([[0, 0], [wrong, 0]]), { header })[0]!.verdict;
  assertEquals([3, 9, 12, 40].map(verdictOf), [
    "does-not-lose",
    "undecided",
    "undecided",
    "loses",
  ]);
});

Deno.test("crossover has no value where the difference stays short of the margin", () => {
  const [row] = decide("crossover", ladder([[0, 0], [9, 0]]), { header });
  assertEquals([row!.value, row!.hi], [undefined, undefined]);
  assert(row!.lo! > 0 && row!.lo! < 1);
});

Deno.test("crossover leaves out severities at which float32 has collapsed", () => {
  const wrong = [[0, 0], [0, 0], [90, 0], [200, 0]] as const;
  const [row] = decide("crossover", ladder(wrong, { collapsed: [2, 3] }), { header });
  assertEquals([row!.verdict, row!.note], [
    "does-not-lose",
    "Severities 0 1; float-collapsed 2 3",
  ]);
  assertEquals(decide("crossover", ladder(wrong, { collapsed: [1, 2, 3] }), { header }), []);
});

Deno.test("crossover corrects for the severities, and for the rows of a calibrator", () => {
  const calm = ladder([[0, 0], [0, 0]], { shift: "darken" }).slice(3);
  const cells = [...ladder([[0, 0], [24, 0], [24, 0]]), ...calm];
  const one = decide("crossover", cells.filter(({ row }) => row.shift !== "darken"), { header });
  const two = decide("crossover", cells, { header });
  const staticIn = (rows: readonly DecisionRow[]) =>
    rows.find((row) =>
      row.shift === "gain" && row.scheme === "static" && row.measure === "accuracy"
    )!;
  assertEquals(staticIn(one).p, staticIn(two).p);
  // Accuracy and agreement have the same p: in a family of 4, then 8, the first times 4 and times 8.
  assertAlmostEquals(staticIn(one).pHolm!, 4 * staticIn(one).p!, 1e-12);
  assertAlmostEquals(staticIn(two).pHolm!, 8 * staticIn(two).p!, 1e-12);
  const shorter = decide("crossover", ladder([[0, 0], [24, 0]]), { header })[0]!;
  assertAlmostEquals(staticIn(one).p! / shorter.p!, 3 / 2, 1e-9);
});

Deno.test("crossover needs both schemes, and a shift", () => {
  const cells = ladder([[0, 0], [60, 0]]);
  const without = (scheme: string) => cells.filter(({ row }) => row.scheme !== scheme);
  assertEquals(decide("crossover", without("dynamic"), { header }), []);
  assertEquals(decide("crossover", without("static"), { header }), []);
  assertEquals(decide("crossover", cells.slice(0, 3), { header }), []);
  const measures = decide("crossover", without("float32"), { header }).map((row) => row.measure);
  assertEquals(measures, ["accuracy", "accuracy"]);
});
