import { assertEquals } from "@std/assert";
import { minMax } from "../../src/calibrate/min_max.ts";
import { distributionOfSamples, peakedSamples, relu } from "./inputs.ts";

const cases = [
  { name: "signed data", samples: [[-2, 1], [0, 3]], lo: -2, hi: 3 },
  { name: "positive data, widened to 0", samples: [[2, 5]], lo: 0, hi: 5 },
  { name: "negative data, widened to 0", samples: [[-2, -5]], lo: -5, hi: 0 },
  { name: "one outlier", samples: [[1, 2], [3e38]], lo: 0, hi: Math.fround(3e38) },
  { name: "NaN and infinities left out", samples: [[NaN, 1, Infinity], [-Infinity]], lo: 0, hi: 1 },
  { name: "denormals", samples: [[-(2 ** -149), 2 ** -148]], lo: -(2 ** -149), hi: 2 ** -148 },
  { name: "nothing", samples: [], lo: 0, hi: 0 },
];

for (const { name, samples, lo, hi } of cases) {
  Deno.test(`minMax() takes the observed range: ${name}`, () => {
    const data = samples.map((sample) => Float32Array.from(sample));
    assertEquals(minMax(distributionOfSamples(data)), { lo, hi, warnings: [] });
  });
}

Deno.test("minMax() agrees with onnxruntime 1.30 on peaked data", () => {
  const samples = peakedSamples();
  const both = minMax(distributionOfSamples(samples));
  assertEquals([both.lo, both.hi], [-64.61846923828125, 68.02881622314453]);
  const positive = minMax(distributionOfSamples(relu(samples)));
  assertEquals([positive.lo, positive.hi], [0, 68.02881622314453]);
});
