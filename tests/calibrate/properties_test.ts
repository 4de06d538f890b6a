import { assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { calibrate, calibrateValue } from "../../src/calibrate/calibrate.ts";
import { calibratorNames, defaultCalibrators } from "../../src/calibrate/calibrator.ts";
import { distributionOf } from "../../src/calibrate/distribution.ts";
import { type Histogram, histogramOf, mergeHistograms } from "../../src/calibrate/histogram.ts";
import { observe } from "../../src/calibrate/observe.ts";
import { doubleRelu } from "./graphs.ts";
import { distributionOfSamples, normals } from "./inputs.ts";

const elements = 600;
const normal = normals(7701);
/** Samples of different spread, every third value a constant of the pool, one with NaN. */
const pool = Array.from(
  { length: 24 },
  (_, id) =>
    Float32Array.from(
      { length: elements },
      (_, i) => i % 3 === 0 ? 0.37 : normal() * (1 + id % 5 / 3),
    ),
);
pool[2]!.fill(NaN);
pool[3]![0] = Infinity;
const graph = doubleRelu(["batch", elements]);
const samples = {
  read: (ids: readonly number[]) => Float32Array.from(ids.flatMap((id) => [...pool[id]!])),
};
const anyDraw = fc.uniqueArray(fc.nat(pool.length - 1), { minLength: 3, maxLength: 10 });

/** The ranges of every value, by each of the calibrators. */
function rangesOf(draw: readonly number[], batch: number, names = calibratorNames.slice()) {
  const size = draw.length;
  const statistics = observe(graph, samples, { draws: [draw], sizes: [size], batch });
  return names.map((name) => calibrate(statistics, defaultCalibrators[name], { draw: 0, size }));
}

Deno.test("no calibrator depends on the batch that samples were observed in", () => {
  const seed = 7702;
  fc.assert(
    fc.property(anyDraw, fc.integer({ min: 2, max: 16 }), (draw, batch) => {
      assertEquals(rangesOf(draw, batch), rangesOf(draw, 1));
    }),
    { seed, numRuns: 15 },
  );
});

Deno.test("no calibrator but moving-average depends on the order of the samples", () => {
  const seed = 7703;
  const names = calibratorNames.filter((name) => name !== "moving-average");
  fc.assert(
    fc.property(anyDraw, fc.nat(), (draw, rotation) => {
      const at = rotation % draw.length;
      const reordered = [...draw.slice(at), ...draw.slice(0, at)].reverse();
      assertEquals(rangesOf(reordered, 8, names), rangesOf(draw, 8, names));
    }),
    { seed, numRuns: 15 },
  );
});

Deno.test("moving-average depends on the order of the samples", () => {
  const draw = [0, 1, 4, 5, 6, 7];
  const [forth] = rangesOf(draw, 4, ["moving-average"]);
  const [back] = rangesOf(draw.toReversed(), 4, ["moving-average"]);
  assertNotEquals(forth!.ranges.get("double")!.hi, back!.ranges.get("double")!.hi);
});

Deno.test("no calibrator depends on how histograms were merged", () => {
  const seed = 7704;
  const property = fc.property(anyDraw, fc.array(fc.nat(), { maxLength: 12 }), (draw, pairs) => {
    const given = draw.map((id) => pool[id]!);
    const expected = distributionOfSamples(given);
    // Any two are merged until one is left.
    let parts: readonly Histogram[] = given.map(histogramOf);
    for (let step = 0; parts.length > 1; step++) {
      const first = (pairs[2 * step] ?? 0) % parts.length;
      const second = (first + 1 + (pairs[2 * step + 1] ?? 0) % (parts.length - 1)) % parts.length;
      const merged = mergeHistograms([parts[first]!, parts[second]!]);
      parts = [merged, ...parts.filter((_, index) => index !== first && index !== second)];
    }
    const { perSample, samplesAsked } = expected;
    const distribution = distributionOf(parts[0]!, { perSample, samplesAsked });
    for (const name of calibratorNames) {
      assertEquals(
        calibrateValue(distribution, defaultCalibrators[name]),
        calibrateValue(expected, defaultCalibrators[name]),
      );
    }
  });
  fc.assert(property, { seed, numRuns: 20 });
});
