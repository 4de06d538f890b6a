import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import type { CalibrationTable } from "../../src/calibrate/mod.ts";
import type { LayerMeasure } from "../../src/measure/mod.ts";
import {
  candidateOf,
  evaluationKey,
  evaluationOf,
  type MeasuredFold,
  tableKey,
} from "../../src/suite/evaluations.ts";
import type { Evaluation } from "../../src/suite/messages.ts";
import type { Configuration } from "../../src/suite/plan.ts";
import { thresholdsOf } from "../../src/suite/measured_run.ts";
import { taskFolds } from "../../src/suite/setup.ts";
import type { RunSettings } from "../../src/suite/settings.ts";

const calibration = {
  condition: "clean",
  calibrator: { name: "min-max" },
  size: 4,
  draw: 0,
} as const;
const configuration: Configuration = {
  model: "m",
  scheme: "static",
  weights: "per-channel",
  calibration,
};
const condition = { shift: "gain", severity: 3 } as const;

function tableUpTo(hi: number): CalibrationTable {
  const range = { lo: 0, hi, observedLo: 0, observedHi: hi };
  return {
    calibrator: calibration.calibrator,
    samples: 4,
    ranges: new Map([["x", {
      ...range,
      clippedShare: 0,
      outlierInfluence: undefined,
      warnings: [],
    }]]),
  };
}

/** A fold whose table reaches up to `hi`, with one evaluation. */
function foldOf(
  hi: number,
  samples: number,
  evaluation: Omit<Evaluation, "key" | "condition">,
): MeasuredFold {
  const tables = new Map([[tableKey("m", calibration), tableUpTo(hi)]]);
  const { key } = candidateOf(configuration, tables);
  const name = evaluationKey("m", key, condition);
  return { tables, samples, evaluations: new Map([[name, { key, condition, ...evaluation }]]) };
}

function layer(change: Partial<LayerMeasure>): LayerMeasure {
  return {
    layer: "x",
    op: "input",
    position: 0,
    signal: 1,
    noise: 0.5,
    clipped: 2,
    elements: 8,
    headroom: 1.5,
    ...change,
  };
}

const one = foldOf(1, 3, {
  classes: Uint16Array.of(5, 6, 7),
  tied: [0, 2],
  energy: { signal: 10, noise: 1 },
  layers: [layer({}), layer({ layer: "y", clipped: undefined, headroom: undefined })],
});
const other = foldOf(2, 2, {
  classes: Uint16Array.of(8, 9),
  tied: [1],
  energy: { signal: 0.25, noise: 2 },
  layers: [
    layer({ signal: 3, noise: 4, clipped: 0, elements: 6, headroom: 0.5 }),
    layer({ layer: "y", clipped: undefined, headroom: undefined }),
  ],
});

Deno.test("evaluationOf() gives the evaluation of the one fold as it is", () => {
  const [evaluation] = one.evaluations.values();
  assertStrictEquals(evaluationOf([one], configuration, condition), evaluation);
});

Deno.test("evaluationOf() joins folds, each under its own table", () => {
  const joined = evaluationOf([one, other], configuration, condition);
  assertEquals([...joined.classes], [5, 6, 7, 8, 9]);
  assertEquals(joined.tied, [0, 2, 4]);
  assertEquals(joined.energy, { signal: 10.25, noise: 3 });
  assertEquals([joined.condition, joined.scores], [condition, undefined]);
  assertEquals(joined.layers, [
    layer({ signal: 4, noise: 4.5, clipped: 2, elements: 14, headroom: 0.5 }),
    layer({
      layer: "y",
      signal: 2,
      noise: 1,
      clipped: undefined,
      elements: 16,
      headroom: undefined,
    }),
  ]);
});

Deno.test("evaluationOf() joins scores in the order of the folds", () => {
  const scored = (hi: number, scores: Float64Array) =>
    foldOf(hi, scores.length, { classes: new Uint16Array(), tied: [], scores });
  const folds = [scored(1, Float64Array.of(0.5, Infinity)), scored(2, Float64Array.of(-Infinity))];
  const { scores, classes, energy } = evaluationOf(folds, configuration, condition);
  assertEquals(scores, Float64Array.of(0.5, Infinity, -Infinity));
  assertEquals([classes.length, energy], [0, undefined]);
});

Deno.test("evaluationOf() leaves out what is not known of every fold", () => {
  const bare = foldOf(2, 2, { classes: Uint16Array.of(8, 9), tied: [] });
  for (const folds of [[one, bare], [bare, one]]) {
    const { energy, layers } = evaluationOf(folds, configuration, condition);
    assertEquals([energy, layers], [undefined, undefined]);
  }
  const roomless = foldOf(2, 2, {
    classes: Uint16Array.of(8, 9),
    tied: [],
    layers: [layer({ headroom: undefined }), layer({ layer: "y", clipped: undefined })],
  });
  const { layers } = evaluationOf([one, roomless], configuration, condition);
  assertEquals(layers!.map(({ headroom }) => headroom), [1.5, 1.5]);
});

Deno.test("evaluationOf() says which evaluation is missing", () => {
  const missing = foldOf(2, 2, { classes: new Uint16Array(2), tied: [] });
  assertThrows(
    () => evaluationOf([one, missing], configuration, { shift: "gain", severity: 4 }),
    Error,
    'Cannot find the evaluation of "m" on gain 4',
  );
});

Deno.test("taskFolds() shares the samples whose layers are compared out, none lost", () => {
  const shares = (sizes: readonly number[], layerSamples: number) => {
    let next = 0;
    const folds = sizes.map((size) => ({
      evaluationIds: Array.from({ length: size }, () => next++),
      pool: [],
    }));
    const settings = { layerSamples } as RunSettings;
    const shared = taskFolds({ folds, settings });
    assert(shared.every(({ evaluationIds }, i) => evaluationIds.length === sizes[i]));
    return shared.map((fold) => fold.layerSamples);
  };
  assertEquals(shares([10], 10), [10]);
  assertEquals(shares([10], 4), [4]);
  assertEquals(shares([10, 10], 5), [3, 2]);
  assertEquals(shares([2, 9], 8), [2, 6]);
  assertEquals(shares([9, 2], 8), [6, 2]);
  assertEquals(shares([3, 3], 2), [1, 1]);
});

Deno.test("thresholdsOf() asks for the models that cells are about, and for scores alone", () => {
  const labels = Uint16Array.of(0, 1);
  // A model that only has a shipped file to compare may have no cell at all.
  assertEquals(thresholdsOf([], { metric: "auc", cells: [], labels }), new Map());
  const float32 = { model: "m", scheme: "float32" } as const;
  const clean = { shift: "clean", severity: 0 } as const;
  const cells = [{ phase: "shift-ladder", configuration: float32, condition: clean }] as const;
  const evaluations = new Map([[evaluationKey("m", "float32", clean), {
    key: "float32",
    condition: clean,
    classes: new Uint16Array(),
    tied: [],
    scores: Float64Array.of(1, 3),
  }]]);
  const folds = [{ tables: new Map(), evaluations, samples: 2 }];
  assertEquals(thresholdsOf(folds, { metric: "auc", cells, labels }), new Map([["m", 2]]));
  assertEquals(thresholdsOf(folds, { metric: "top-1", cells, labels }), new Map());
});
