import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import { accuracyTable, decodeOutcomes, thresholdsTable } from "../../src/records/mod.ts";
import { fromCsv } from "../../src/report/mod.ts";
import { loadSuite, setUpRun, UsageError, UserError } from "../../src/suite/mod.ts";
import { lcg } from "../graphs.ts";
import { denseModel, diagonal, runSmallSuite, writeSmallSuite } from "./small_suite.ts";

/** Clips of 6 whole numbers; anomalies are louder, but not all of them louder than every normal one. */
const count = 20;
const next = lcg(4);
const labels = Array.from({ length: count }, (_, id) => id % 2);
const clips = labels.map((label) =>
  Array.from({ length: 6 }, () => Math.round((label === 1 ? 7 : 6) * next()))
);
const data = { samples: clips, labels, split: { kind: "by-content", evaluation: 14 } };

/** An autoencoder that gives half of what it gets: the error of x is x / 2. */
const models = { half: denseModel([diagonal([1, 1, 1, 1]), diagonal([0.5, 0.5, 0.5, 0.5])]) };
const change = {
  metric: "auc",
  preprocessing: {
    divisor: 1,
    mean: [0],
    std: [1],
    layout: "as-stored",
    windows: { size: 4, step: 2 },
  },
};

/** Mean squared error over both windows of a clip, values multiplied first. */
function scoreOf(clip: readonly number[], factor = 1): number {
  const windows = [...clip.slice(0, 4), ...clip.slice(2, 6)];
  return windows.reduce((sum, x) => sum + (factor * x / 2) ** 2, 0) / windows.length;
}

Deno.test("an anomaly suite has the AUC, decisions and thresholds of its scores", async () => {
  const root = await Deno.makeTempDir();
  const folder = await writeSmallSuite(join(root, "suite"), { data, models, change });
  const out = join(root, "out");
  const { warnings, thresholds } = await runSmallSuite(folder, {
    out,
    request: { draws: 1, shifts: ["scale"], severities: [3] },
  });
  assertEquals(warnings, [
    "sizes 100, 500, 1000 are left out: the calibration pool has 12 samples",
  ]);
  const text = (name: string) => Deno.readTextFile(join(out, name));
  assertEquals(JSON.parse(await text("run.json")).settings.sizes, [12]);
  const { header, classes, scores } = decodeOutcomes(
    await Deno.readFile(join(out, "outcomes.bin")),
  );
  const accuracy = fromCsv(accuracyTable, await text("accuracy.csv"));
  const rows = fromCsv(thresholdsTable, await text("thresholds.csv"));
  assertEquals(rows.length, accuracy.length);
  assertEquals(rows.length, thresholds.length);
  const at = (scheme: string, shift: string) =>
    accuracy.findIndex((row) =>
      row.phase === "shift-ladder" && row.scheme === scheme && row.shift === shift
    );

  // The scores, by hand: exact in float32 and in float64.
  const expected = header.ids.map((id) => scoreOf(clips[id]!));
  const ofLabel = (label: number, values: ArrayLike<number>) =>
    header.ids.flatMap((id, i) => labels[id] === label ? [values[i]!] : []);
  const clean = at("float32", "clean");
  assertEquals([...scores![clean]!], expected);
  const pairs = ofLabel(1, expected).flatMap((anomaly) =>
    ofLabel(0, expected).map((normal): number =>
      anomaly > normal ? 1 : anomaly === normal ? 0.5 : 0
    )
  );
  const auc = pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length;
  assert(auc > 0.5 && auc < 1, `the data must leave something to tell, AUC is ${auc}`);
  assertAlmostEquals(accuracy[clean]!.value, auc, 1e-12);
  assertEquals([accuracy[clean]!.metric, accuracy[clean]!.samples], ["auc", 14]);
  // All scores times four: the order is the same, and so is the AUC.
  const scaled = at("float32", "scale");
  assertEquals([...scores![scaled]!], header.ids.map((id) => scoreOf(clips[id]!, 2)));
  assertAlmostEquals(accuracy[scaled]!.value, auc, 1e-12);

  // One threshold for all schemes and conditions: no other would have separated better.
  const { threshold } = rows[0]!;
  assert(rows.every((row) => row.threshold === threshold));
  const gain = (limit: number) => {
    const share = (label: number) => {
      const own = ofLabel(label, expected);
      return own.filter((score) => score > limit).length / own.length;
    };
    return share(1) - share(0);
  };
  for (const score of expected) assert(gain(score) <= gain(threshold) + 1e-12);

  rows.forEach((row, cell) => {
    assertEquals([...classes[cell]!], Array.from(scores![cell]!, (s) => s > threshold ? 1 : 0));
    const above = (label: number) => ofLabel(label, classes[cell]!).filter((c) => c === 1).length;
    assertEquals([row.detected, row.falseAlarms], [above(1), above(0)], `row ${cell}`);
    assertEquals(
      [row.anomalies, row.normals],
      [1, 0].map((l) => ofLabel(l, classes[cell]!).length),
    );
    assertEquals(row.detectedShare, row.detected / row.anomalies);
    assert(row.falseAlarmLo <= row.falseAlarmShare && row.falseAlarmShare <= row.falseAlarmHi);
    assertEquals(row.scheme, accuracy[cell]!.scheme);
  });
  assertEquals([rows[clean]!.scoreShift, rows[clean]!.scoreShiftOfFloat32], [0, 0]);
  const moved = expected.map((score) => 3 * score / threshold).toSorted((a, b) => a - b);
  const median = (moved[6]! + moved[7]!) / 2;
  assertAlmostEquals(rows[scaled]!.scoreShift!, median, 1e-6);
  assertAlmostEquals(rows[at("static", "scale")]!.scoreShiftOfFloat32!, median, 1e-6);
  await Deno.remove(root, { recursive: true });
});

Deno.test("a run is refused where the data cannot give what is asked for", async (t) => {
  const root = await Deno.makeTempDir();
  const suite = await loadSuite(await writeSmallSuite(join(root, "a"), { data, models, change }));
  const setUp = (request: Record<string, unknown>) =>
    setUpRun(suite, { mode: "quick", ...request }, { dataDir: "nowhere" });

  await t.step("sizes above the pool, counted in windows", async () => {
    await assertRejects(() => setUp({ sizes: [6, 13] }), UsageError, "has 12; type --sizes 12");
    assertEquals((await setUp({ sizes: [12] })).sizesLeftOut, []);
  });

  await t.step("too few samples of a class for an AUC", async () => {
    await assertRejects(
      () => setUp({ samples: 2 }),
      UsageError,
      "2 evaluation samples of each class are needed",
    );
  });

  await t.step("calibration ids that are evaluated, or no ids of the data", async () => {
    const { folds, dataset } = await setUp({});
    const [evaluated] = folds[0]!.evaluationIds;
    await assertRejects(
      () => setUp({ calibrationIds: [evaluated] }),
      UserError,
      `sample ${evaluated} is in both`,
    );
    await assertRejects(
      () => setUp({ calibrationIds: [count] }),
      UserError,
      "ids must be 0 to 19, got 20",
    );
    // All windows of the clips that are listed, in their order.
    const listed = dataset.folds[0]!.poolIds.slice(0, 2);
    const { settings, folds: [fold] } = await setUp({ calibrationIds: listed });
    assertEquals(settings.sizes, [4]);
    assertEquals(fold!.pool, listed.flatMap((id) => [2 * id, 2 * id + 1]));
  });
  await Deno.remove(root, { recursive: true });
});

Deno.test("a fidelity suite needs no labels, and has agreement alone", async () => {
  const root = await Deno.makeTempDir();
  const folder = await writeSmallSuite(join(root, "suite"), {
    data: { samples: clips, split: { kind: "by-content", evaluation: 12 } },
    models: { m: denseModel([{ weights: [[1, 0, 2, 0, 0, 1], [0, 3, 0, 1, 0, 0]] }]) },
    change: { metric: "fidelity" },
  });
  const out = join(root, "out");
  const { thresholds, files } = await runSmallSuite(folder, {
    out,
    request: { sizes: [2, 8], draws: 1, shifts: ["scale"], severities: [3] },
  });
  assertEquals(thresholds, []);
  assertEquals(files.filter((name) => name.startsWith("thresholds")), []);
  const rows = fromCsv(accuracyTable, await Deno.readTextFile(join(out, "accuracy.csv")));
  const { header, classes } = decodeOutcomes(await Deno.readFile(join(out, "outcomes.bin")));
  assertEquals([header.metric, header.labels], ["fidelity", undefined]);
  const float32 = new Map(
    rows.flatMap((row, cell) =>
      row.scheme === "float32" ? [[`${row.shift} ${row.severity}`, classes[cell]!]] : []
    ),
  );
  rows.forEach((row, cell) => {
    const exact = float32.get(`${row.shift} ${row.severity}`)!;
    const agreed = classes[cell]!.filter((c, i) => c === exact[i]).length;
    assertEquals([row.value, row.agreement], [agreed / 12, agreed / 12]);
    assertEquals([row.float32Value, row.flipsHarmful, row.mcnemarP], Array(3).fill(undefined));
    assert(!row.warnings.includes("float-collapsed"));
  });
  const [first] = header.ids;
  const [x0, x1, x2, x3, , x5] = clips[first!]! as [number, number, number, number, number, number];
  const clean = rows.findIndex(({ scheme, shift }) => scheme === "float32" && shift === "clean");
  assertEquals(classes[clean]![0], x0 + 2 * x2 + x5 >= 3 * x1 + x3 ? 0 : 1);
  await Deno.remove(root, { recursive: true });
});
