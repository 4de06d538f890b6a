import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { calibrate } from "../../src/calibrate/calibrate.ts";
import type { CalibrationTable } from "../../src/calibrate/calibration_table.ts";
import { defaultCalibrators } from "../../src/calibrate/calibrator.ts";
import { observe } from "../../src/calibrate/observe.ts";
import { doubleRelu } from "./graphs.ts";

const pool = [[-1, 0.5], [2, -4], [0.25, NaN], [100, -1]];
const samples = {
  read: (ids: readonly number[]) => Float32Array.from(ids.flatMap((id) => pool[id]!)),
};
const statistics = observe(doubleRelu(["batch", 2]), samples, {
  draws: [[0, 1, 2], [3, 1, 0]],
  sizes: [2, 4],
});

Deno.test("calibrate() gives every activation a range, with what was observed and noticed", () => {
  const expected: CalibrationTable = {
    calibrator: { name: "min-max" },
    samples: 2,
    ranges: new Map([
      ["x", {
        ...{ lo: -4, hi: 2, observedLo: -4, observedHi: 2, clippedShare: 0 },
        ...{ outlierInfluence: 0.75, warnings: ["outlier-range"] },
      }],
      ["double", {
        ...{ lo: -8, hi: 4, observedLo: -8, observedHi: 4, clippedShare: 0 },
        ...{ outlierInfluence: 0.75, warnings: ["outlier-range"] },
      }],
      ["relu", {
        ...{ lo: 0, hi: 4, observedLo: 0, observedHi: 4, clippedShare: 0 },
        ...{ outlierInfluence: 0.75, warnings: ["outlier-range"] },
      }],
    ]),
  };
  const minMax = defaultCalibrators["min-max"];
  assertEquals(calibrate(statistics, minMax, { draw: 0, size: 2 }), expected);
});

Deno.test("calibrate() says that a draw is shorter than the size, and that NaN was left out", () => {
  const table = calibrate(statistics, defaultCalibrators["min-max"], { draw: 0, size: 4 });
  assertEquals(table.samples, 3);
  for (const [value, { warnings }] of table.ranges) {
    assertEquals(warnings, ["outlier-range", "fewer-samples", "non-finite"], value);
  }
});

Deno.test("calibrate() follows the order of the draw by moving average", () => {
  const calibrator = { name: "moving-average", constant: 0.5 } as const;
  const { ranges } = calibrate(statistics, calibrator, { draw: 1, size: 2 });
  // Samples 3 then 1: 200 then 4; of four values the one at 200 lies outside.
  const { lo, hi, clippedShare, observedHi } = ranges.get("relu")!;
  assertEquals([lo, hi, clippedShare, observedHi], [0, 102, 0.25, 200]);
});

Deno.test("calibrate() gives all calibrators the same observed range", () => {
  const tables = Object.values(defaultCalibrators).map((calibrator) =>
    calibrate(statistics, calibrator, { draw: 1, size: 4 })
  );
  for (const { ranges, calibrator } of tables) {
    assertEquals([...ranges.keys()], ["x", "double", "relu"]);
    const { observedLo, observedHi, outlierInfluence, lo, hi } = ranges.get("double")!;
    assertEquals([observedLo, observedHi], [-8, 200], calibrator.name);
    assertAlmostEquals(outlierInfluence!, 196 / 208, 1e-12);
    assert(lo >= -8 && hi <= 200, calibrator.name);
  }
});
