import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import type { CalibratedValue, CalibrationTable } from "../../src/calibrate/calibration_table.ts";
import {
  calibrationTableFromJson,
  calibrationTableToJson,
} from "../../src/calibrate/calibration_table_json.ts";
import { calibratorNames, defaultCalibrators } from "../../src/calibrate/calibrator.ts";
import { type CalibrationWarning, calibrationWarningCodes } from "../../src/calibrate/warnings.ts";

const relu: CalibratedValue = {
  lo: 0,
  hi: 0.1,
  observedLo: 0,
  observedHi: 5.5,
  clippedShare: 0.125,
  outlierInfluence: 0.3,
  warnings: ["outlier-range", "fewer-samples"],
};
const table: CalibrationTable = {
  calibrator: { name: "percentile", percentile: 99.9 },
  samples: 100,
  ranges: new Map([["conv/1", relu], ["__proto__", { ...relu, outlierInfluence: undefined }]]),
};

Deno.test("calibrationTableToJson() and FromJson() give back the table, its order and its doubles", () => {
  const seed = 7701;
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const range: fc.Arbitrary<CalibratedValue> = fc.record({
    lo: finite,
    hi: finite,
    observedLo: finite,
    observedHi: finite,
    clippedShare: share,
    outlierInfluence: fc.option(share, { nil: undefined }),
    warnings: fc.subarray<CalibrationWarning>([...calibrationWarningCodes]),
  }).map(({ lo, hi, ...rest }) => ({ lo: Math.min(lo, hi), hi: Math.max(lo, hi), ...rest }));
  fc.assert(
    fc.property(
      fc.constantFrom(...calibratorNames),
      fc.nat(),
      fc.array(fc.tuple(fc.string(), range)),
      (name, samples, entries) => {
        const given: CalibrationTable = {
          calibrator: defaultCalibrators[name],
          samples,
          ranges: new Map(entries),
        };
        const back = calibrationTableFromJson(calibrationTableToJson(given));
        assertEquals(back, given);
        assertEquals([...back.ranges.keys()], [...given.ranges.keys()]);
      },
    ),
    { seed, numRuns: 100 },
  );
  assertEquals(calibrationTableFromJson(calibrationTableToJson(table)), table);
});

/** The JSON of the table with one piece of text replaced. */
function changed(from: string, to: string): string {
  const text = calibrationTableToJson(table);
  if (!text.includes(from)) throw new Error(`the table has no ${from}`);
  return text.replace(from, to);
}

const broken = [
  { name: "a null", text: "null", message: "the table must be an object, got null" },
  {
    name: "another format",
    text: changed("table-1", "table-9"),
    message: 'format must be "ptqbench-calibration-table-1", got "ptqbench-calibration-table-9"',
  },
  {
    name: "an unknown calibrator",
    text: changed('"percentile",', '"kl",'),
    message:
      'calibrator.name must be one of min-max, moving-average, percentile, entropy, mse, got "kl"',
  },
  {
    name: "a calibrator that is no object",
    text: changed('"samples"', '"calibrator": "mse", "samples"'),
    message: 'calibrator must be an object, got "mse"',
  },
  {
    name: "a parameter out of range",
    text: changed("99.9", "100.5"),
    message: "calibrator.percentile must be at most 100, got 100.5",
  },
  {
    name: "a parameter of another calibrator",
    text: changed('"percentile": 99.9', '"percentile": 99.9, "constant": 1'),
    message: 'calibrator must have no key "constant", got {',
  },
  {
    name: "samples that are no count",
    text: changed("100", "1.5"),
    message: "samples must be an integer, got 1.5",
  },
  {
    name: "a text for a number",
    text: changed('"hi": 0.1', '"hi": "0.1"'),
    message: 'ranges[0].hi must be a finite number, got "0.1"',
  },
  {
    name: "an infinite end",
    text: changed('"hi": 0.1', '"hi": 1e999'),
    message: "ranges[0].hi must be a finite number, got null",
  },
  {
    name: "a missing key",
    text: changed('"observedHi": 5.5,', ""),
    message: "ranges[0].observedHi must be a finite number, got nothing",
  },
  {
    name: "an unknown key",
    text: changed('"observedHi": 5.5,', '"observedHi": 5.5, "scale": 1,'),
    message: 'ranges[0] must have no key "scale", got {"value":"conv/1"',
  },
  {
    name: "a range upside down",
    text: changed('"lo": 0', '"lo": 1'),
    message: 'ranges[0] must have lo <= hi, got {"value":"conv/1"',
  },
  {
    name: "a share above 1",
    text: changed('"clippedShare": 0.125', '"clippedShare": 1.25'),
    message: "ranges[0].clippedShare must be at most 1, got 1.25",
  },
  {
    name: "an unknown warning",
    text: changed('"fewer-samples"', '"too-few"'),
    message:
      "ranges[0].warnings[1] must be one of one-candidate, outlier-range, never-exercised, " +
      'collapsed-zero-bin, fewer-samples, non-finite, got "too-few"',
  },
  {
    name: "a name twice",
    text: changed('"__proto__"', '"conv/1"'),
    message: 'ranges[1].value must be a name of its own, got "conv/1"',
  },
];

for (const { name, text, message } of broken) {
  Deno.test(`calibrationTableFromJson() refuses ${name}`, () => {
    assertThrows(
      () => calibrationTableFromJson(text),
      TypeError,
      `Cannot read a calibration table: ${message}`,
    );
  });
}

Deno.test("calibrationTableFromJson() refuses what is not JSON", () => {
  assertThrows(
    () => calibrationTableFromJson("{lo: 1}"),
    SyntaxError,
    "Cannot read a calibration table: it must be JSON (",
  );
});
