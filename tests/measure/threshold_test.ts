import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { decisions, youdenThreshold } from "../../src/measure/mod.ts";

const { MAX_VALUE, EPSILON, MIN_VALUE } = Number;

interface Case {
  readonly name: string;
  readonly scores: readonly number[];
  readonly labels: readonly number[];
  readonly threshold: number;
}

const cases: readonly Case[] = [
  { name: "lies in the middle", scores: [8, 1, 6, 2], labels: [1, 0, 1, 0], threshold: 4 },
  { name: "is the lowest of the best", scores: [1, 2, 3, 4], labels: [0, 1, 0, 1], threshold: 1.5 },
  {
    name: "keeps ties on one side",
    scores: [1, 2, 2, 2, 3],
    labels: [0, 0, 1, 0, 1],
    threshold: 2.5,
  },
  {
    name: "is that of all where they are equal",
    scores: [2, 2, 2],
    labels: [0, 1, 0],
    threshold: 2,
  },
  {
    name: "lies above all of a detector that is worse than none",
    scores: [1, 2],
    labels: [1, 0],
    threshold: 2,
  },
  {
    name: "is finite below an infinite score",
    scores: [1, Infinity],
    labels: [0, 1],
    threshold: 1 + (MAX_VALUE / 2 - 0.5),
  },
  {
    name: "is finite above what is NaN for a model",
    scores: [-Infinity, 0],
    labels: [0, 1],
    threshold: -MAX_VALUE / 2,
  },
  {
    name: "is finite between infinities",
    scores: [-Infinity, Infinity],
    labels: [0, 1],
    threshold: 0,
  },
  {
    name: "is finite where all are infinite",
    scores: [Infinity, Infinity],
    labels: [0, 1],
    threshold: MAX_VALUE,
  },
  {
    name: "is finite where none is a number",
    scores: [-Infinity, -Infinity],
    labels: [0, 1],
    threshold: -MAX_VALUE,
  },
  {
    name: "is finite where normals alone are infinite",
    scores: [1, Infinity],
    labels: [1, 0],
    threshold: MAX_VALUE,
  },
  {
    name: "stays below the upper of two neighbours",
    scores: [1 + EPSILON, 1 + 2 * EPSILON],
    labels: [0, 1],
    threshold: 1 + EPSILON,
  },
  { name: "stays below the smallest number", scores: [0, MIN_VALUE], labels: [0, 1], threshold: 0 },
  { name: "does not overflow", scores: [-MAX_VALUE, MAX_VALUE], labels: [0, 1], threshold: 0 },
];

for (const { name, scores, labels, threshold } of cases) {
  Deno.test(`youdenThreshold() ${name}`, () => {
    assertEquals(youdenThreshold(scores, Uint16Array.from(labels)), threshold);
  });
}

Deno.test("youdenThreshold() needs both classes", () => {
  for (const labels of [[0, 0], [1, 1], []]) {
    assertThrows(
      () => youdenThreshold(labels, Uint16Array.from(labels)),
      RangeError,
      "both classes must have a sample",
    );
  }
});

Deno.test("youdenThreshold() is finite, and no score would have been better", () => {
  const score = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constantFrom(Infinity, -Infinity));
  const sample = fc.tuple(score, fc.integer({ min: 0, max: 1 }));
  fc.assert(
    fc.property(fc.array(sample, { minLength: 2, maxLength: 12 }), (samples) => {
      const scores = Float64Array.from(samples, ([value]) => value);
      const labels = Uint16Array.from(samples, ([, label]) => label);
      fc.pre(labels.includes(0) && labels.includes(1));
      const gain = (threshold: number) => {
        const called = decisions(scores, threshold);
        const share = (label: number) => {
          const own = called.filter((_, i) => labels[i] === label);
          return own.filter((one) => one === 1).length / own.length;
        };
        return share(1) - share(0);
      };
      const threshold = youdenThreshold(scores, labels);
      assert(Number.isFinite(threshold));
      // Above an infinite score there is no number, and so none that would have been better.
      if (scores.includes(Infinity)) return;
      for (const other of [...scores, Math.max(...scores) + 1]) {
        assert(gain(threshold) >= gain(other) - 1e-12, `${threshold}, not ${other}`);
      }
    }),
    { seed: 11, numRuns: 300 },
  );
});

Deno.test("decisions() calls a score above the threshold an anomaly, an equal one not", () => {
  assertEquals([...decisions(Float64Array.of(1, 2, 3, Infinity, -Infinity), 2)], [0, 0, 1, 1, 0]);
});
