import { assert, assertEquals } from "@std/assert";
import { calibrateValue } from "../../src/calibrate/calibrate.ts";
import { calibratorNames, defaultCalibrators } from "../../src/calibrate/calibrator.ts";
import { type CalibrationWarning, calibrationWarningCodes } from "../../src/calibrate/warnings.ts";
import { distributionOfSamples, normals } from "./inputs.ts";

const normal = normals(7751);
const sample = () => Float32Array.from({ length: 2000 }, normal);
const fine = [sample(), sample(), sample()];

/** How calibration goes wrong, and the calibrators that must say so: all unless told. */
const cases: readonly {
  readonly name: string;
  readonly samples: readonly Float32Array[];
  readonly asked?: number;
  readonly warning: CalibrationWarning;
  readonly calibrators?: readonly (typeof calibratorNames[number])[];
}[] = [
  {
    name: "a histogram too coarse to search: one sample far beyond the others",
    samples: [...fine, Float32Array.of(1e6)],
    warning: "one-candidate",
    calibrators: ["entropy"],
  },
  {
    name: "nothing but zeros to search over",
    samples: [new Float32Array(5), new Float32Array(5)],
    warning: "one-candidate",
    calibrators: ["entropy", "mse"],
  },
  {
    name: "a range that one sample sets",
    samples: [...fine, sample().map((x) => 3 * x)],
    warning: "outlier-range",
    calibrators: ["min-max", "percentile", "mse"],
  },
  {
    name: "a value that is never exercised",
    samples: [new Float32Array(9), new Float32Array(9)],
    warning: "never-exercised",
  },
  {
    name: "a value that is constant",
    samples: [new Float32Array(9).fill(0.25), new Float32Array(9).fill(0.25)],
    warning: "never-exercised",
  },
  {
    name: "nearly all values in the bins next to zero",
    samples: [...fine, Float32Array.of(1e6)],
    warning: "collapsed-zero-bin",
    calibrators: ["percentile", "entropy", "mse"],
  },
  { name: "fewer samples than asked for", samples: fine, asked: 4, warning: "fewer-samples" },
  { name: "NaN in a sample", samples: [...fine, Float32Array.of(NaN, 1)], warning: "non-finite" },
  {
    name: "an infinity in a sample",
    samples: [...fine, Float32Array.of(-Infinity, 1)],
    warning: "non-finite",
  },
  {
    name: "a sample of NaN alone counts as missing",
    samples: [...fine, Float32Array.of(NaN)],
    warning: "fewer-samples",
  },
];

for (const { name, samples, asked, warning, calibrators = calibratorNames } of cases) {
  Deno.test(`calibrateValue() warns "${warning}": ${name}`, () => {
    const distribution = distributionOfSamples(samples, asked);
    for (const calibrator of calibrators) {
      const { warnings } = calibrateValue(distribution, defaultCalibrators[calibrator]);
      assert(warnings.includes(warning), `${calibrator} says [${warnings}]`);
    }
  });
}

Deno.test("calibrateValue() has nothing to warn of in plain data", () => {
  for (const calibrator of calibratorNames) {
    const { warnings } = calibrateValue(
      distributionOfSamples(fine),
      defaultCalibrators[calibrator],
    );
    assertEquals(warnings, [], calibrator);
  }
});

Deno.test("every warning has a case that raises it", () => {
  assertEquals(
    calibrationWarningCodes.filter((code) => !cases.some(({ warning }) => warning === code)),
    [],
  );
});
