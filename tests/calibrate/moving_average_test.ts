import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { movingAverage } from "../../src/calibrate/moving_average.ts";
import { distributionOfSamples, peakedSamples } from "./inputs.ts";

const cases = [
  { name: "one sample", constant: 0.05, samples: [[-2, 1]], lo: -2, hi: 1 },
  { name: "two samples", constant: 0.25, samples: [[-4, 4], [0, 8]], lo: -3, hi: 5 },
  { name: "three samples", constant: 0.5, samples: [[-8, 0], [0, 4], [-4, 6]], lo: -4, hi: 4 },
  { name: "constant 1 keeps the last", constant: 1, samples: [[-9, 9], [-1, 2]], lo: -1, hi: 2 },
  {
    name: "a sample of NaN does not count",
    constant: 0.5,
    samples: [[4], [NaN], [8]],
    lo: 0,
    hi: 6,
  },
  { name: "nothing", constant: 0.05, samples: [], lo: 0, hi: 0 },
];

for (const { name, constant, samples, lo, hi } of cases) {
  Deno.test(`movingAverage() averages extremes in draw order: ${name}`, () => {
    const data = samples.map((sample) => Float32Array.from(sample));
    const range = movingAverage(distributionOfSamples(data), { constant });
    assertEquals(range, { lo, hi, warnings: [] });
  });
}

Deno.test("movingAverage() depends on the order of the samples", () => {
  const samples = [Float32Array.of(-4, 4), Float32Array.of(-1, 8)];
  const forward = movingAverage(distributionOfSamples(samples), { constant: 0.25 });
  const backward = movingAverage(distributionOfSamples(samples.toReversed()), { constant: 0.25 });
  assertEquals([forward.hi, backward.hi], [5, 7]);
});

Deno.test("movingAverage() with constants 1/n gives the plain mean of onnxruntime 1.30", () => {
  // mean_n = mean_(n-1) + (x_n - mean_(n-1)) / n, one pair of samples at a time
  const perSample = distributionOfSamples(peakedSamples()).perSample;
  const mean = (extremes: Float32Array) =>
    extremes.reduce((old, x, i) =>
      i === 0 ? x : movingAverage(
        distributionOfSamples([Float32Array.of(old), Float32Array.of(x)]),
        { constant: 1 / (i + 1) },
      )[x < 0 ? "lo" : "hi"]
    );
  assertAlmostEquals(mean(perSample.min), -48.34418487548828, 1e-5);
  assertAlmostEquals(mean(perSample.max), 44.63504409790039, 1e-5);
});

for (const constant of [0, -0.1, 1.0001, NaN]) {
  Deno.test(`movingAverage() refuses the constant ${constant}`, () => {
    assertThrows(
      () => movingAverage(distributionOfSamples([Float32Array.of(1)]), { constant }),
      RangeError,
      `must be in (0, 1], got ${constant}`,
    );
  });
}
