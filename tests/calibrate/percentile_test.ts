import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { percentileRange } from "../../src/calibrate/percentile.ts";
import { distributionOfSamples, peakedSamples, relu, uniforms } from "./inputs.ts";

/** 1000 values, evenly spread over (0, 1). */
const even = Float32Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000);

const cases = [
  { name: "one sign: all at the far end", data: even, percentile: 90, lo: 0, hi: 0.9 },
  {
    name: "negative: all at the far end",
    data: even.map((x) => -x),
    percentile: 90,
    lo: -0.9,
    hi: 0,
  },
  {
    name: "signed: half at either end",
    data: even.map((x) => 2 * x - 1),
    percentile: 90,
    lo: -0.9,
    hi: 0.9,
  },
  {
    name: "zeros count",
    data: Float32Array.from([...even, ...new Float32Array(1000)]),
    percentile: 90,
    lo: 0,
    hi: 0.8,
  },
  {
    name: "zeros alone within reach",
    data: Float32Array.from([...new Float32Array(999), 1]),
    percentile: 99.8,
    lo: 0,
    hi: 0,
  },
  {
    name: "more cut than there is on one side stops at 0",
    data: Float32Array.from([...even, -0.25]),
    percentile: 90,
    lo: 0,
    hi: 0.95,
  },
];

for (const { name, data, percentile, lo, hi } of cases) {
  Deno.test(`percentileRange() cuts values: ${name}`, () => {
    const range = percentileRange(distributionOfSamples([data]), { percentile });
    assertAlmostEquals(range.lo, lo, 0.001);
    assertAlmostEquals(range.hi, hi, 0.001);
  });
}

Deno.test("percentileRange() interpolates within the bin", () => {
  // Bins of width 1/2^10; the one at 1 holds four values: half of them cut leaves half the bin.
  const data = Float32Array.from([0.25, 0.25, 0.25, 0.25, 1, 1, 1, 1 + 2 ** -10 - 2 ** -20]);
  const { hi } = percentileRange(distributionOfSamples([data]), { percentile: 75 });
  assertEquals(hi, 1 + 2 ** -11);
});

Deno.test("percentileRange() of 100 is min-max, and never leaves the observed range", () => {
  const uniform = uniforms(7201);
  const data = Float32Array.from({ length: 501 }, () => 3 * uniform() - 1);
  const distribution = distributionOfSamples([data]);
  const { min, max } = distribution;
  const { lo, hi } = percentileRange(distribution, { percentile: 100 });
  assertEquals([lo, hi], [min, max]);
  for (const percentile of [99.999, 99.99, 99, 50, 1]) {
    const range = percentileRange(distribution, { percentile });
    assert(range.lo >= min && range.hi <= max, `percentile ${percentile}`);
  }
});

Deno.test("percentileRange() agrees with onnxruntime 1.30 and NVIDIA to a bin of each", () => {
  // Two-sided: onnxruntime, asymmetric, 2048 bins over [-68.03, 68.03]. ReLU: NVIDIA, 2048 bins.
  const samples = peakedSamples();
  const signed = distributionOfSamples(samples);
  const positive = distributionOfSamples(relu(samples));
  const bins = 2 ** -4 + 2 * 68.03 / 2048;
  for (
    const { distribution, percentile, lo, hi } of [
      {
        distribution: signed,
        percentile: 99.9,
        lo: -34.41301345825195,
        hi: 34.47944641113281,
      },
      {
        distribution: signed,
        percentile: 99.99,
        lo: -56.93427276611328,
        hi: 48.56353759765625,
      },
      { distribution: positive, percentile: 99.9, lo: 0, hi: 26.806276321411133 },
      { distribution: positive, percentile: 99.99, lo: 0, hi: 46.00581741333008 },
    ]
  ) {
    const range = percentileRange(distribution, { percentile });
    assertAlmostEquals(range.lo, lo, bins);
    assertAlmostEquals(range.hi, hi, bins);
  }
});

for (const percentile of [0, -1, 100.5, NaN]) {
  Deno.test(`percentileRange() refuses the percentile ${percentile}`, () => {
    assertThrows(
      () => percentileRange(distributionOfSamples([Float32Array.of(1)]), { percentile }),
      RangeError,
      `must be in (0, 100], got ${percentile}`,
    );
  });
}
