import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  loadSuite,
  planCalibrations,
  planCells,
  resolveSettings,
  type RunRequest,
  UsageError,
  UserError,
} from "../../src/suite/mod.ts";
import { standardCalibration } from "../../src/suite/plan.ts";

const suite = await loadSuite("digits");
const available = {
  pool: 8000,
  evaluation: 2000,
  folds: 1,
  domain: "image",
  sampleInputs: 1,
  sampleBytes: 4 * 784,
} as const;
const settingsOf = (request: RunRequest) => resolveSettings(suite, request, available).settings;

/** Cells of one model in each phase. */
function countsOf(request: RunRequest) {
  const settings = settingsOf({ ...request, models: ["mlp"] });
  const cells = planCells(suite, settings);
  const of = (phase: string) => cells.filter((cell) => cell.phase === phase).length;
  return {
    sweep: of("calibration-sweep"),
    ladder: of("shift-ladder"),
    conditions: of("calibration-condition"),
  };
}

Deno.test("planCells() plans the fixed cells of each mode", () => {
  // Sweep: 5 calibrators x sizes x draws x 4 conditions. Ladder: 10 configurations x (clean +
  // shifts x 5). Conditions: (float32, dynamic, 2 calibrators x 4 sets) x 4 conditions.
  assertEquals(countsOf({ mode: "quick" }), { sweep: 120, ladder: 260, conditions: 40 });
  assertEquals(countsOf({ mode: "default" }), { sweep: 600, ladder: 260, conditions: 40 });
  assertEquals(countsOf({ mode: "full" }), { sweep: 4000, ladder: 410, conditions: 40 });
});

Deno.test("planCells() leaves out what was not asked for", () => {
  const gainOnly: RunRequest = { mode: "quick", shifts: ["gain"], severities: [1, 2] };
  assertEquals(countsOf(gainOnly), { sweep: 30, ladder: 30, conditions: 40 });
  const dynamicOnly: RunRequest = { mode: "quick", schemes: ["float32", "dynamic"] };
  assertEquals(countsOf(dynamicOnly), { sweep: 0, ladder: 52, conditions: 0 });
});

Deno.test("planCells() adds the candidates of mixed to the ladder, for the first weights alone", () => {
  const settings = settingsOf({
    mode: "quick",
    models: ["mlp", "lenet5"],
    schemes: ["static", "mixed"],
    weights: ["tflite", "per-channel"],
  });
  const choices = [["input"], ["input", "logits"]];
  const cells = planCells(suite, settings, { mixed: new Map([["lenet5", choices]]) });
  const mixed = cells.filter(({ configuration }) => configuration.scheme === "mixed");
  assertEquals(mixed.length, choices.length * 26);
  assertEquals(planCells(suite, settings).length, cells.length - mixed.length);
  const known = new Set(mixed.map(({ configuration }) => JSON.stringify(configuration)));
  assertEquals(
    [...known],
    choices.map((dynamic) =>
      JSON.stringify({
        model: "lenet5",
        scheme: "mixed",
        weights: "tflite",
        calibration: standardCalibration(settings),
        dynamic,
      })
    ),
  );
  assert(mixed.every(({ phase }) => phase === "shift-ladder"));
});

Deno.test("planCalibrations() has the calibration of mixed where nothing else needs it", () => {
  const settings = settingsOf({ mode: "quick", models: ["mlp"], schemes: ["float32", "mixed"] });
  const requests = planCalibrations(suite, settings, planCells(suite, settings));
  assertEquals(requests.map(({ calibrations }) => calibrations), [[standardCalibration(settings)]]);
  const other = settingsOf({ mode: "quick", models: ["mlp"], schemes: ["float32", "dynamic"] });
  assertEquals(planCalibrations(suite, other, planCells(suite, other)), []);
});

Deno.test("planCalibrations() asks for one pass a model and calibration condition", () => {
  const settings = settingsOf({ mode: "default" });
  const requests = planCalibrations(suite, settings, planCells(suite, settings));
  assertEquals(requests.length, 4 * 4);
  const [clean, darkened] = requests;
  assertEquals(clean!.calibrations.length, 5 * 10 * 3);
  assertEquals([clean!.draws, clean!.sizes.length], [3, 10]);
  assertEquals(darkened!.calibrations.map(({ calibrator }) => calibrator.name), [
    "min-max",
    "percentile",
  ]);
  assertEquals([darkened!.draws, darkened!.sizes], [1, [500]]);
});

Deno.test("resolveSettings() takes the mode's defaults and what was asked for over them", () => {
  const quick = settingsOf({ mode: "quick" });
  assertEquals([quick.sizes, quick.draws, quick.samples], [[100, 500, 1000], 2, 200]);
  const full = settingsOf({ mode: "full" });
  assertEquals([full.draws, full.samples, full.shifts.length], [20, 2000, 8]);
  const own = settingsOf({ mode: "quick", sizes: [50, 80], samples: 7, seed: 3 });
  assertEquals([own.sizes, own.ladderSize, own.samples, own.seed], [[50, 80], 80, 7, 3]);
  const listed = settingsOf({ mode: "default", calibrationIds: [1, 2, 3] });
  assertEquals([listed.sizes, listed.draws, listed.ladderSize], [[3], 1, 3]);
});

Deno.test("resolveSettings() refuses what the data cannot give", () => {
  const cases: readonly (readonly [RunRequest, string])[] = [
    [{ mode: "quick", models: ["resnet9"] }, 'Cannot run model "resnet9"'],
    [{ mode: "quick", sizes: [100, 9000] }, "Cannot calibrate on 9000 samples"],
    [{ mode: "quick", samples: 2001 }, "Cannot evaluate 2001 samples"],
    [{ mode: "quick", sizes: [5], calibrationIds: [1, 2] }, "Cannot calibrate on 5 samples"],
  ];
  for (const [request, message] of cases) {
    assertThrows(() => settingsOf(request), UsageError, message);
  }
});

Deno.test("resolveSettings() leaves out the mode's sizes above the pool, and says so", () => {
  const of = (pool: number, request: Partial<RunRequest> = {}, inputsPerSample = 1) => {
    const resolved = resolveSettings(suite, { mode: "quick", ...request }, {
      ...available,
      pool,
      inputsPerSample,
    });
    return [resolved.settings.sizes, resolved.sizesLeftOut, resolved.settings.ladderSize];
  };
  assertEquals(of(1000), [[100, 500, 1000], [], 500]);
  assertEquals(of(999), [[100, 500], [1000], 500]);
  assertEquals(of(99), [[99], [100, 500, 1000], 99]);
  assertEquals(of(99, { sizes: [10, 99] }), [[10, 99], [], 99]);
  assertEquals(of(99, { calibrationIds: [1, 2, 3] }, 4), [[12], [], 12]);
  assertThrows(() => of(99, { sizes: [100] }), UsageError, "type --sizes 99");
  assertThrows(() => of(799, { sizes: [800] }), UsageError, "type --sizes 100:700:100");
});

Deno.test("resolveSettings() takes the shifts of the domain, offset where the suite says how much", () => {
  const shiftsOf = (request: RunRequest, ladders = {}) => {
    const of = { ...suite, shifts: undefined, calibrationConditions: [{ name: "clean" }], ladders };
    const { settings } = resolveSettings(of, request, { ...available, domain: "vector" });
    return [settings.shifts, settings.sweepShifts];
  };
  const offset = [1, 2, 3, 4, 5] as const;
  const all = ["offset", "scale", "noise"] as const;
  assertEquals(shiftsOf({ mode: "quick" }), [["scale", "noise"], ["scale", "noise"]]);
  assertEquals(shiftsOf({ mode: "full" }, { offset }), [all, all]);
  assertThrows(() => shiftsOf({ mode: "quick", shifts: ["gain"] }), UsageError, "type --shifts");
  assertThrows(
    () => shiftsOf({ mode: "quick", shifts: ["offset"] }),
    UserError,
    '"ladders": {"offset"',
  );
});

Deno.test("resolveSettings() compares layers on as many samples as memory holds", () => {
  const layered = (sampleBytes: number, folds = 1) =>
    resolveSettings(suite, { mode: "full" }, { ...available, sampleBytes, folds }).settings
      .layerSamples;
  assertEquals([layered(4 * 784), layered(2 ** 20), layered(2 ** 27)], [200, 64, 1]);
  assertEquals(layered(2 ** 27, 2), 2);
});

Deno.test("configurations of the sweep and of the ladder share their calibration", () => {
  const settings = settingsOf({ mode: "quick", models: ["mlp"] });
  const cells = planCells(suite, settings);
  const keyOf = (phase: string) =>
    new Set(
      cells.filter((cell) => cell.phase === phase && cell.configuration.scheme === "static")
        .map(({ configuration }) => JSON.stringify(configuration)),
    );
  const sweep = keyOf("calibration-sweep");
  for (const key of keyOf("shift-ladder")) assert(sweep.has(key), key);
});
