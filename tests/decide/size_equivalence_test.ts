import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { DecisionRow } from "../../src/records/mod.ts";
import { normalTail } from "../../src/statistics/mod.ts";
import { float32, type TestCell } from "./cells.ts";
import { decide, ones, wrongFrom } from "./decided.ts";
import { randomStream } from "../../src/data/mod.ts";

/** A cell of the calibration sweep whose draw gets so many of its first samples wrong. */
function sweepCell(size: number, draw: number, wrong: number, samples: number): TestCell {
  return {
    row: {
      phase: "calibration-sweep",
      calibrator: "min-max",
      calibrationSize: size,
      calibrationCondition: "clean",
      draw,
    },
    classes: wrongFrom(samples, 0, wrong),
  };
}

/** A sweep by size: what each draw gets wrong. */
function sweep(
  wrong: Readonly<Record<number, readonly number[]>>,
  samples = 1000,
): readonly TestCell[] {
  return [
    { row: { ...float32, draw: undefined }, classes: ones(samples) },
    ...Object.entries(wrong).flatMap(([size, draws]) =>
      draws.map((count, draw) => sweepCell(Number(size), draw, count, samples))
    ),
  ];
}

const shortly = (rows: readonly DecisionRow[]) =>
  rows.map(({ measure, calibrationSize, verdict }) =>
    [measure, calibrationSize, verdict].join(" ")
  );

Deno.test("size-equivalence holds each size against the largest, over draws", () => {
  const cells = sweep({ 100: [31, 28, 31], 200: [1, 0, 2], 300: [1, 0, 2] });
  const header = { labels: ones(1000) };
  const rows = decide("size-equivalence", cells, { header });
  assertEquals(shortly(rows), [
    "accuracy 100 loss",
    "agreement 100 loss",
    "accuracy 200 equivalent",
    "agreement 200 equivalent",
  ]);
  const { value, lo, hi, p, note, ...rest } = rows[0]!;
  assertAlmostEquals(value!, -(30 + 28 + 29) / 3000, 1e-12);
  assert(-0.045 < lo! && lo! < value! && value! < hi! && hi! < -0.015, `${lo}, ${hi}`);
  assert(p! > 0.999);
  assertEquals([rest.draws, rest.samples, rest.against], [3, 1000, "size 300"]);
  assertEquals(note, "Pool of 5000: two draws of 300 share 6 %; not corrected for");
  // Nothing differs: two samples more, one each way, still do, and the margin has its own error.
  const alike = rows[2]!;
  assertEquals(alike.value, 0);
  assertAlmostEquals(alike.p!, normalTail(0.01 / Math.sqrt(0.01 * 0.99 / 1000)), 1e-12);
  assert(alike.lo! < -0.001 && alike.hi! > 0.001 && alike.hi! < 0.005, `${alike.lo}, ${alike.hi}`);
});

Deno.test("size-equivalence is open where 200 samples alike cannot show it, and by a smaller margin", () => {
  const of = (samples: number, margin: number) =>
    decide("size-equivalence", sweep({ 100: [0, 0], 200: [0, 0] }, samples), {
      header: { labels: ones(samples) },
      changes: { margin },
    })[0]!.verdict;
  assertEquals(of(200, 0.01), "undecided");
  assertEquals(of(1000, 0.01), "equivalent");
  assertEquals(of(1000, 0.001), "undecided");
});

Deno.test("size-equivalence counts what draws differ in, and says so of one alone", () => {
  const of = (...draws: readonly number[]) =>
    decide("size-equivalence", sweep({ 100: draws, 200: draws.map(() => 0) }), {
      header: { labels: ones(1000) },
    })[0]!;
  const width = ({ lo, hi }: DecisionRow) => hi! - lo!;
  assert(width(of(0, 10, 20)) > 1.2 * width(of(10, 10, 10)));
  assertEquals(of(10).note, "One draw: says nothing of others");
});

Deno.test("smallest-size stops at the first size that is not equivalent", () => {
  const cells = sweep({ 100: [0, 0], 200: [30, 30], 300: [0, 0], 400: [0, 0], 500: [0, 0] });
  const rows = decide("smallest-size", cells, { header: { labels: ones(1000) } });
  assertEquals(rows.map(({ measure, value, verdict }) => [measure, value, verdict]), [
    ["accuracy", 300, "300"],
    ["agreement", 300, "300"],
    ["all", 300, "300"],
  ]);
  const none = decide("smallest-size", sweep({ 100: [0, 0], 200: [30, 30], 300: [0, 0] }), {
    header: { labels: ones(1000) },
  });
  assertEquals(none.map(({ value, verdict }) => [value, verdict]), [
    [undefined, "none"],
    [undefined, "none"],
    [undefined, "none"],
  ]);
});

Deno.test("smallest-size of all measures is the largest of theirs", () => {
  // The size of 100 is right as often, and agrees less: it differs from float32 where both are wrong.
  const samples = 1000;
  const labels = wrongFrom(samples, 0, 60).map((label) => label === 0 ? 7 : 1);
  const cells: readonly TestCell[] = [
    { row: { ...float32, draw: undefined }, classes: ones(samples) },
    ...[100, 200, 300].flatMap((size) =>
      [0, 1].map((draw) => sweepCell(size, draw, size === 100 ? 40 : 0, samples))
    ),
  ];
  const rows = decide("smallest-size", cells, { header: { labels } });
  assertEquals(rows.map(({ measure, verdict }) => `${measure} ${verdict}`), [
    "accuracy 100",
    "agreement 200",
    "all 200",
  ]);
});

Deno.test("size-equivalence has agreement alone for fidelity, and nothing without a second size", () => {
  const metric = "fidelity";
  const cells = sweep({ 100: [0, 0], 200: [0, 0] })
    .map(({ row, ...rest }): TestCell => ({ row: { ...row, metric }, ...rest }));
  const rows = decide("size-equivalence", cells, { header: { metric } });
  assertEquals(shortly(rows), ["agreement 100 equivalent"]);
  assertEquals(decide("smallest-size", cells, { header: { metric } }).map((row) => row.measure), [
    "agreement",
  ]);
  assertEquals(decide("size-equivalence", sweep({ 100: [0, 0] })), []);
  assertEquals(decide("size-equivalence", []), []);
});

Deno.test("size-equivalence of an AUC has the interval of its influence values", () => {
  const { below } = randomStream(8, ["auc"]);
  const labels = Array.from({ length: 600 }, (_, at) => Number(at % 3 === 0));
  const scoresOf = (worse: number) =>
    labels.map((label) => below(1000) + 600 * label * (1 - worse));
  const last = scoresOf(0);
  const cells = [100, 200].flatMap((size) =>
    [0, 1, 2].map((draw): TestCell => {
      const scores = size === 200 ? last : scoresOf(0.5);
      const { row } = sweepCell(size, draw, 0, 600);
      return {
        row: { ...row, metric: "auc" },
        classes: scores.map((s) => Number(s > 800)),
        scores,
      };
    })
  );
  const [auc, ...more] = decide("size-equivalence", cells, { header: { metric: "auc", labels } });
  assertEquals(more, []);
  assertEquals([auc!.measure, auc!.verdict], ["auc", "loss"]);
  assert(auc!.lo! < auc!.value! && auc!.value! < auc!.hi! && auc!.hi! < 0);
});

Deno.test("decisions are the same for the same stream, and others for another", () => {
  const cells = sweep({ 100: [13, 29, 1], 200: [5, 0, 2] });
  const of = (seed: number) =>
    decide("size-equivalence", cells, {
      header: { labels: ones(1000) },
      changes: { random: (...key) => randomStream(seed, key).below },
    });
  assertEquals(of(1), of(1));
  assert(of(1)[0]!.p !== of(2)[0]!.p);
});
