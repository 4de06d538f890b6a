import { assertAlmostEquals, assertEquals } from "@std/assert";
import { diagnose, outlierInfluence } from "../../src/calibrate/diagnose.ts";
import { calibratedRange } from "../../src/calibrate/range.ts";
import type { CalibrationWarning } from "../../src/calibrate/warnings.ts";
import { distributionOfSamples } from "./inputs.ts";

const influences: readonly {
  readonly name: string;
  readonly samples: readonly (readonly number[])[];
  readonly influence: number | undefined;
}[] = [
  { name: "no sample", samples: [], influence: undefined },
  { name: "one sample", samples: [[1, 9]], influence: undefined },
  { name: "zeros", samples: [[0], [0]], influence: undefined },
  { name: "equal extremes", samples: [[-1, 1], [1, -1], [0]], influence: 0 },
  { name: "an outlier above", samples: [[1], [2], [10]], influence: 0.8 },
  { name: "an outlier below", samples: [[-6, 2], [-1, 2]], influence: 0.625 },
  { name: "an outlier at both ends", samples: [[-1, 1], [-5, 5], [1]], influence: 0.8 },
  { name: "the larger of two outliers", samples: [[0, 1], [0, 6], [-4, 0]], influence: 0.5 },
  { name: "a near end above 0 does not count", samples: [[8, 10], [9, 10]], influence: 0 },
  { name: "NaN alone is no sample", samples: [[1], [NaN]], influence: undefined },
];

for (const { name, samples, influence } of influences) {
  Deno.test(`outlierInfluence() of ${name}`, () => {
    const data = samples.map((sample) => Float32Array.from(sample));
    assertEquals(outlierInfluence(distributionOfSamples(data)), influence);
  });
}

const fine = [[-1, 1], [-1, 1]];
const diagnoses: readonly {
  readonly name: string;
  readonly samples: readonly (readonly number[])[];
  readonly range?: readonly [number, number];
  readonly asked?: number;
  readonly warnings: readonly CalibrationWarning[];
}[] = [
  { name: "nothing to say", samples: fine, warnings: [] },
  { name: "zeros", samples: [[0, 0]], warnings: ["never-exercised"] },
  { name: "a constant", samples: [[3, 3], [3]], warnings: ["never-exercised"] },
  { name: "NaN", samples: [[NaN]], warnings: ["never-exercised", "fewer-samples", "non-finite"] },
  { name: "infinity", samples: [[-1, 1], [-1, 1, Infinity]], warnings: ["non-finite"] },
  { name: "an outlier", samples: [[0, 1], [0, 2]], warnings: ["outlier-range"] },
  { name: "an outlier at the limit", samples: [[0, 4], [0, 5]], warnings: [] },
  { name: "an outlier past the limit", samples: [[0, 3.99], [0, 5]], warnings: ["outlier-range"] },
  { name: "an outlier that was clipped", samples: [[0, 1], [0, 2]], range: [0, 1.1], warnings: [] },
  { name: "fewer samples", samples: fine, asked: 3, warnings: ["fewer-samples"] },
  {
    name: "a range narrower than a bin",
    samples: [[0, 1], [0, 1]],
    range: [0, 2 ** -11],
    warnings: ["collapsed-zero-bin"],
  },
  { name: "a range of a bin", samples: [[0, 1], [0, 1]], range: [0, 2 ** -10], warnings: [] },
];

for (const { name, samples, range, asked, warnings } of diagnoses) {
  Deno.test(`diagnose() finds ${name}`, () => {
    const data = samples.map((sample) => Float32Array.from(sample));
    const distribution = distributionOfSamples(data, asked);
    const [lo, hi] = range ?? [distribution.min, distribution.max];
    const chosen = calibratedRange(distribution, { lo, hi });
    assertEquals(diagnose(distribution, chosen), warnings);
  });
}

Deno.test("diagnose() keeps the calibrator's own warnings, each once, in the order of the list", () => {
  const distribution = distributionOfSamples([Float32Array.of(0, 1), Float32Array.of(0, 1)], 3);
  const chosen = calibratedRange(distribution, {
    lo: 0,
    hi: 2 ** -12,
    warnings: ["collapsed-zero-bin", "one-candidate"],
  });
  const warnings = diagnose(distribution, chosen);
  assertEquals(warnings, ["one-candidate", "collapsed-zero-bin", "fewer-samples"]);
});

Deno.test("calibratedRange() is float32, within the observed values, with 0 inside", () => {
  const range = calibratedRange({ min: -1, max: 2 }, { lo: -0.1, hi: 3 });
  assertEquals(range, { lo: Math.fround(-0.1), hi: 2, warnings: [] });
  const above = calibratedRange({ min: 1, max: 2 }, { lo: 1, hi: 1.5 });
  assertEquals([above.lo, above.hi], [0, 1.5]);
  const empty = calibratedRange({ min: 0, max: 0 }, { lo: -0, hi: -0 });
  assertEquals([Object.is(empty.lo, 0), Object.is(empty.hi, 0)], [true, true]);
  assertAlmostEquals(range.lo, -0.1, 1e-8);
});
