import { assert, assertEquals } from "@std/assert";
import type { CalibrationTable } from "../../src/calibrate/mod.ts";
import {
  candidateOf,
  evaluationKey,
  planEvaluations,
  tableKey,
} from "../../src/suite/evaluations.ts";
import { calibrationOf, standardCalibration } from "../../src/suite/plan.ts";
import { loadSuite, planCells, resolveSettings } from "../../src/suite/mod.ts";

const suite = await loadSuite("digits");
const { settings } = resolveSettings(suite, { mode: "quick", models: ["mlp", "lenet5"] }, {
  pool: 8000,
  evaluation: 2000,
  folds: 1,
  domain: "image",
  sampleInputs: 1,
  sampleBytes: 4 * 784,
});
const cells = planCells(suite, settings);

/** Tables whose ranges depend on the size alone, so that draws and calibrators coincide. */
const tables = new Map(
  cells.flatMap(({ configuration }) => {
    const { model } = configuration;
    const calibration = calibrationOf(configuration);
    if (calibration === undefined) return [];
    const range = { lo: 0, hi: calibration.size, observedLo: 0, observedHi: 1 };
    const table: CalibrationTable = {
      calibrator: calibration.calibrator,
      samples: calibration.size,
      ranges: new Map([["x", {
        ...range,
        clippedShare: 0,
        outlierInfluence: undefined,
        warnings: [],
      }]]),
    };
    return [[tableKey(model, calibration), table] as const];
  }),
);

Deno.test("planEvaluations() evaluates every cell, each different model once a condition", () => {
  const tasks = planEvaluations(cells, tables);
  const evaluated = tasks.flatMap(({ model, candidates, conditions }) =>
    conditions.flatMap((condition) =>
      candidates.map(({ key }) => evaluationKey(model, key, condition))
    )
  );
  assertEquals(new Set(evaluated).size, evaluated.length, "something is evaluated twice");
  const known = new Set(evaluated);
  for (const { configuration, condition } of cells) {
    const { model } = configuration;
    assert(known.has(evaluationKey(model, candidateOf(configuration, tables).key, condition)));
    assert(known.has(evaluationKey(model, "float32", condition)));
  }
  // Per model and condition: float32 and five more schemes without sizes; static and dynamic-input
  // of size 500 on the ladder; of sizes 100 and 1000 in the sweep alone.
  const clean = evaluated.filter((key) => key.startsWith("mlp:") && key.endsWith(":clean:0"));
  assertEquals(clean.length, 4 + 2 + 2);
});

Deno.test("planEvaluations() measures layers on the shift ladder alone", () => {
  const tasks = planEvaluations(cells, tables);
  const layered = tasks.filter(({ layers }) => layers);
  assertEquals(layered.length, 26 * 2);
  assert(layered.every(({ conditions }) => conditions.length === 1));
  assert(tasks.indexOf(layered.at(-1)!) === layered.length - 1, "the ladder comes first");
});

Deno.test("candidateOf() tells mixed models apart by their dynamic values", () => {
  const calibration = standardCalibration(settings);
  const keyOf = (dynamic: readonly string[]) =>
    candidateOf(
      { model: "mlp", scheme: "mixed", weights: "per-channel", calibration, dynamic },
      tables,
    ).key;
  const keys = new Set([[], ["x"], ["x", "y"], ["x"]].map(keyOf));
  assertEquals(keys.size, 3);
});

Deno.test("candidateOf() names models by content, not by what chose their ranges", () => {
  const keys = new Set(
    cells.filter(({ configuration }) => configuration.scheme === "static")
      .map(({ configuration }) => candidateOf(configuration, tables).key),
  );
  assertEquals(keys.size, 3); // one a size
});
