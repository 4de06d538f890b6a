import { assertEquals } from "@std/assert";
import type { TaskResult } from "../../src/suite/messages.ts";
import { restoreResult, saveResult } from "../../src/suite/results.ts";

/** What a result is after its way through the journal. */
function throughJournal(result: TaskResult): TaskResult {
  return restoreResult(JSON.parse(JSON.stringify(saveResult(result))));
}

const condition = { shift: "gain", severity: 3 } as const;
const layer = {
  layer: "x",
  op: "input",
  position: 0,
  signal: 1 / 3,
  noise: 5e-324,
  clipped: 0,
  elements: 6,
  headroom: 0.1,
} as const;

Deno.test("an evaluation comes back from the journal bit for bit", () => {
  const result: TaskResult = {
    kind: "evaluate",
    evaluations: [
      {
        key: "one",
        condition,
        classes: Uint16Array.of(0, 35, 36, 65_535),
        tied: [1, 3],
        energy: { signal: 0.1 + 0.2, noise: 1e-300 },
        layers: [
          layer,
          { ...layer, clipped: undefined, headroom: undefined },
          { ...layer, signal: Infinity, noise: NaN, headroom: 0 },
        ],
      },
      { key: "none", condition, classes: new Uint16Array(), tied: [] },
    ],
  };
  assertEquals(throughJournal(result), result);
});

Deno.test("scores come back from the journal bit for bit, infinities too", () => {
  const scores = Float64Array.of(0.1, Infinity, -Infinity, -0, 5e-324, Number.MAX_VALUE);
  const evaluation = { key: "one", condition, classes: new Uint16Array(), tied: [] };
  const result: TaskResult = { kind: "evaluate", evaluations: [{ ...evaluation, scores }] };
  assertEquals(throughJournal(result), result);
  const part = scores.subarray(1, 3);
  assertEquals(
    throughJournal({ kind: "evaluate", evaluations: [{ ...evaluation, scores: part }] }),
    { kind: "evaluate", evaluations: [{ ...evaluation, scores: part }] },
  );
});

Deno.test("calibration tables come back from the journal", () => {
  const range = {
    lo: -0.1,
    hi: 1 / 3,
    observedLo: -0.5,
    observedHi: 3,
    clippedShare: 0.01,
    outlierInfluence: undefined,
    warnings: [],
  };
  const result: TaskResult = {
    kind: "calibrate",
    tables: [{
      calibrator: { name: "percentile", percentile: 99.9 },
      samples: 4,
      ranges: new Map([["x", { ...range }], ["y", { ...range, outlierInfluence: 0.25 }]]),
    }],
  };
  assertEquals(throughJournal(result), result);
});
