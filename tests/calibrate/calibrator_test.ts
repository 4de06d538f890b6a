import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { calibrateValue } from "../../src/calibrate/calibrate.ts";
import {
  calibratorNames,
  calibratorParameter,
  calibrators,
  chooseRange,
  defaultCalibrators,
  isCalibratorName,
} from "../../src/calibrate/calibrator.ts";
import { distributionOfSamples, normals, peakedSamples } from "./inputs.ts";

Deno.test("calibrators has every name, and each default is its own", () => {
  assertEquals(Object.keys(calibrators), [...calibratorNames]);
  assertEquals(Object.keys(defaultCalibrators), [...calibratorNames]);
  for (const name of calibratorNames) assertEquals(defaultCalibrators[name].name, name);
  assertEquals(
    calibratorNames.map((name) => calibratorParameter(defaultCalibrators[name])),
    [undefined, 0.05, 99.99, undefined, undefined],
  );
  assertEquals(["mse", "kl", "toString"].map(isCalibratorName), [true, false, false]);
});

Deno.test("chooseRange() gives what the calibrator of that name gives", () => {
  const distribution = distributionOfSamples(peakedSamples());
  const ranges = calibratorNames.map((name) => chooseRange(distribution, defaultCalibrators[name]));
  assertEquals(ranges, [
    calibrators["min-max"](distribution, { name: "min-max" }),
    calibrators["moving-average"](distribution, { name: "moving-average", constant: 0.05 }),
    calibrators.percentile(distribution, { name: "percentile", percentile: 99.99 }),
    calibrators.entropy(distribution, { name: "entropy" }),
    calibrators.mse(distribution, { name: "mse" }),
  ]);
  assertEquals(new Set(ranges.map(({ lo, hi }) => `${lo} ${hi}`)).size, 5);
});

const smallest = 2 ** -149;
const normal = normals(7601);
const edges: readonly { readonly name: string; readonly samples: readonly Float32Array[] }[] = [
  { name: "no sample", samples: [] },
  { name: "NaN and infinities alone", samples: [Float32Array.of(NaN, Infinity, -Infinity)] },
  { name: "one zero", samples: [Float32Array.of(0)] },
  { name: "all equal", samples: [Float32Array.of(7, 7), Float32Array.of(7)] },
  { name: "all equal and negative", samples: [Float32Array.of(-7, -7)] },
  { name: "all negative", samples: [Float32Array.from({ length: 500 }, () => -1 - normal() ** 2)] },
  { name: "denormals", samples: [Float32Array.of(smallest, -smallest, 3 * smallest)] },
  {
    name: "a huge outlier",
    samples: [Float32Array.from({ length: 500 }, normal), Float32Array.of(3.4e38)],
  },
  { name: "both ends huge", samples: [Float32Array.of(-3.4e38, 3.4e38, 1)] },
  { name: "one value beside NaN", samples: [Float32Array.of(NaN, 2)] },
];

for (const { name, samples } of edges) {
  for (const calibrator of calibratorNames) {
    Deno.test(`${calibrator} gives a finite range that holds 0: ${name}`, () => {
      const distribution = distributionOfSamples(samples);
      const range = calibrateValue(distribution, defaultCalibrators[calibrator]);
      const { lo, hi, observedLo, observedHi, clippedShare, outlierInfluence } = range;
      assert(lo <= 0 && hi >= 0, `[${lo}, ${hi}]`);
      assert(lo >= Math.min(observedLo, 0) && hi <= Math.max(observedHi, 0), `[${lo}, ${hi}]`);
      for (const share of [clippedShare, outlierInfluence ?? 0]) {
        assert(share >= 0 && share <= 1, `${share}`);
      }
    });
  }
}

Deno.test("calibrators but moving-average do not depend on order or split", () => {
  const seed = 7602;
  const sample = fc.array(
    fc.oneof(fc.float(), fc.float({ min: -4, max: 4, noNaN: true }), fc.constantFrom(0, 1, -1)),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1, maxLength: 8 }), fc.nat(), (parts, cut) => {
      const samples = parts.map((part) => Float32Array.from(part));
      const at = cut % samples.length;
      const rotated = [...samples.slice(at), ...samples.slice(0, at)].reverse();
      const whole = [Float32Array.from(parts.flat())];
      const [given, reordered, joined] = [samples, rotated, whole]
        .map((set) => distributionOfSamples(set));
      for (const name of calibratorNames) {
        if (name === "moving-average") continue;
        const calibrator = defaultCalibrators[name];
        const expected = calibrateValue(given!, calibrator);
        assertEquals(calibrateValue(reordered!, calibrator), expected);
        const { lo, hi } = chooseRange(joined!, calibrator);
        assertEquals([lo, hi], [expected.lo, expected.hi]);
      }
    }),
    { seed, numRuns: 100 },
  );
});
