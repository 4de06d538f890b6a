import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { prepare } from "../../src/execute/mod.ts";
import { readModel } from "../../src/formats/mod.ts";
import { classify, infer } from "../../src/measure/mod.ts";
import {
  accuracyTable,
  calibrationTable,
  decodeOutcomes,
  layersTable,
} from "../../src/records/mod.ts";
import { fromCsv } from "../../src/report/mod.ts";
import { UsageError } from "../../src/suite/mod.ts";
import { lcg } from "../graphs.ts";
import { staticGraph } from "../static_graph.ts";
import { denseModel, runSmallSuite, writeSmallSuite } from "./small_suite.ts";

const [count, classes] = [15, 3];
/** A sample with a value that takes all steps of a scale for itself. */
const extreme = 5;
const labels = Array.from({ length: count }, (_, id) => id % classes);
const next = lcg(12);
const samples = labels.map((label, id) => [
  ...labels.slice(0, classes).map((c) => Math.fround(c === label ? 0.4 : 0.3 * next())),
  id === extreme ? 500 : Math.fround(next()),
]);
const identity = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]];
const model = denseModel([{ weights: identity, bias: [0.25, 0, 0] }]);
const request = {
  sizes: [3, 7],
  draws: 2,
  samples: count,
  shifts: ["noise"],
  severities: [3],
} as const;

/** Files that are the same bytes, whatever the workers or interruptions. */
const deterministic = [
  "accuracy.csv",
  "calibration.csv",
  "comparisons.csv",
  "cost.csv",
  "decisions.csv",
  "layers.csv",
  "outcomes.bin",
];

const bytesOf = (folder: string) =>
  Promise.all(deterministic.map((name) => Deno.readFile(join(folder, name))));

Deno.test("cross-fit: every sample is evaluated once, calibrated by the other half alone", async (t) => {
  const root = await Deno.makeTempDir();
  const folder = await writeSmallSuite(join(root, "suite"), {
    data: { samples, labels, split: { kind: "cross-fit" } },
    models: { m: model },
  });
  const out = join(root, "one");
  await runSmallSuite(folder, { out, request });
  const text = (name: string) => Deno.readTextFile(join(out, name));
  const run = JSON.parse(await text("run.json"));
  const halves = run.evaluationIds as readonly [readonly number[], readonly number[]];
  const own = halves.findIndex((half) => half.includes(extreme));

  await t.step("halves hold every sample once, and every class", () => {
    assertEquals(halves.flat().toSorted((a, b) => a - b), [...samples.keys()]);
    assertEquals(run.crossFit, true);
    for (const half of halves) {
      assertEquals(new Set(half.map((id) => labels[id])).size, classes);
    }
  });

  await t.step("an extreme value widens the range of the other half alone", async () => {
    const rows = fromCsv(calibrationTable, await text("calibration.csv"));
    assertEquals(new Set(rows.map(({ fold }) => fold)), new Set([0, 1]));
    const whole = rows.filter(({ layer, calibrator, draw, calibrationSize }) =>
      layer === "x" && calibrator === "min-max" && draw === 0 && calibrationSize === 7
    );
    assertEquals(whole.map(({ fold }) => fold), [0, 1]);
    for (const { fold, observedHi, hi } of whole) {
      assertEquals(observedHi === 500, fold !== own);
      assertEquals(hi === 500, fold !== own);
    }
    // The smaller half is the whole calibration set: its extremes are those of its samples.
    const [small, large] = halves[0].length < halves[1].length ? [0, 1] : [1, 0];
    const values = halves[small]!.flatMap((id) => samples[id]!);
    const { observedLo, observedHi } = whole.find(({ fold }) => fold === large)!;
    assertEquals([observedLo, observedHi], [Math.min(...values), Math.max(...values)]);
  });

  await t.step(
    "static says of a sample what the table of the other half makes it say",
    async () => {
      const { header, classes: said } = decodeOutcomes(
        await Deno.readFile(join(out, "outcomes.bin")),
      );
      assertEquals(header.ids, halves.flat());
      assertEquals(header.labels, header.ids.map((id) => labels[id]!));
      const rows = fromCsv(accuracyTable, await text("accuracy.csv"));
      assert(rows.every(({ folds, samples }) => folds === 2 && samples === count));
      const cellOf = (scheme: string) =>
        said[
          rows.findIndex((row) =>
            row.phase === "shift-ladder" && row.scheme === scheme && row.shift === "clean" &&
            (row.calibrator ?? "min-max") === "min-max"
          )
        ]!;
      const float32 = readModel("m.onnx", model, { name: "m", batch: "leading" });
      const read = (ids: readonly number[]) => Float32Array.from(ids.flatMap((id) => samples[id]!));
      const [small, large] = halves[0].length < halves[1].length ? [0, 1] : [1, 0];
      const graph = staticGraph(float32, { read, ids: halves[small]! });
      const session = prepare(graph, { kernels: "reference", batch: 4 });
      const expected = classify(infer(session, read(halves[large]!)), classes).classes;
      const start = large === 0 ? 0 : halves[0].length;
      assertEquals(cellOf("static").slice(start, start + halves[large]!.length), expected);
      const exact = classify(
        infer(prepare(float32, { kernels: "reference", batch: 4 }), read(header.ids)),
        classes,
      );
      assertEquals(cellOf("float32"), exact.classes);
      assertNotEquals([...cellOf("static")], [...exact.classes], "the extreme value must tell");
    },
  );

  await t.step("layers are compared on samples of both halves", async () => {
    const rows = fromCsv(layersTable, await text("layers.csv"));
    assert(rows.length > 0 && rows.every((row) => row.samples === count));
  });

  await t.step("workers and interruptions change no byte", async () => {
    const expected = await bytesOf(out);
    const two = join(root, "two");
    await runSmallSuite(folder, { out: two, request, workers: 2 });
    assertEquals(await bytesOf(two), expected);
    const journal = (await text("journal.jsonl")).split("\n");
    assert(journal.length > 8);
    for (const lines of [3, journal.length - 3]) {
      const resumed = join(root, `resumed-${lines}`);
      await Deno.mkdir(resumed);
      await Deno.writeTextFile(
        join(resumed, "journal.jsonl"),
        `${journal.slice(0, lines).join("\n")}\n{"key":"ha`,
      );
      await runSmallSuite(folder, { out: resumed, request, resume: true });
      assertEquals(await bytesOf(resumed), expected, `${lines} lines`);
    }
  });

  await t.step("there is no pool to take calibration ids from", async () => {
    const run = () =>
      runSmallSuite(folder, { out: join(root, "ids"), request: { calibrationIds: [1, 2] } });
    await assertRejects(run, UsageError, "each half of it calibrates for the other");
  });
  await Deno.remove(root, { recursive: true });
});
