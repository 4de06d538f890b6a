import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { randomStream } from "../../src/data/mod.ts";
import {
  type Below,
  crossedMeans,
  percentileInterval,
  resampledMeans,
  resampling,
} from "../../src/statistics/mod.ts";

const streamOf = (seed: number, key: string): Below => {
  const stream = randomStream(seed, [key]);
  return (count) => stream.below(count);
};

/** The integers of a list, in turn. */
function inTurn(values: readonly number[]): Below {
  let next = 0;
  return () => values[next++]!;
}

function variance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

Deno.test("resampling() picks one less than there are, and a single one always", () => {
  const { picks, times } = resampling(3, { resamples: 2, below: inTurn([2, 0, 1, 1]) });
  assertEquals(picks, 2);
  // Row by row: item 0 in both resamples, item 1, item 2.
  assertEquals([...times], [1, 0, 0, 2, 1, 0]);
  const one = resampling(1, { resamples: 2, below: () => 0 });
  assertEquals([one.picks, ...one.times], [1, 1, 1]);
});

Deno.test("resampledMeans() and crossedMeans() worked out by hand", () => {
  const rows = resampling(3, { resamples: 2, below: inTurn([2, 0, 1, 1]) });
  assertEquals([...resampledMeans(Float64Array.of(4, 0, 8), rows)], [6, 0]);
  const columns = resampling(2, { resamples: 2, below: inTurn([0, 1]) });
  const matrix = [Float64Array.of(4, 0, 8), Float64Array.of(0, 5, 1)];
  // Resample 0 has column 0 alone, resample 1 column 1, in which row 1 twice.
  assertEquals([...crossedMeans(matrix, { rows, columns })], [6, 5]);
});

Deno.test("resampledMeans() varies as the mean does, without bias: seed 5", () => {
  const values = Float64Array.of(0, 3, 6);
  const rows = resampling(3, { resamples: 40_000, below: streamOf(5, "rows") });
  // Over n - 1 the variance is 9: that of the mean of three is 3.
  assertAlmostEquals(variance(resampledMeans(values, rows)), 3, 0.1);
});

Deno.test("crossedMeans() varies with rows and columns, and thrice with single cells: seed 6", () => {
  const [n, d] = [40, 5];
  const cell = streamOf(6, "cells");
  const uniform = () => cell(1000) / 1000 - 0.5;
  const sampling = {
    rows: resampling(n, { resamples: 4000, below: streamOf(6, "rows") }),
    columns: resampling(d, { resamples: 4000, below: streamOf(6, "columns") }),
  };
  const matrixOf = (of: (row: number, column: number) => number) =>
    Array.from(
      { length: d },
      (_, column) => Float64Array.from({ length: n }, (_, row) => of(row, column)),
    );
  const [ofRow, ofColumn] = [n, d].map((length) => Array.from({ length }, uniform));
  const unbiased = (values: readonly number[]) =>
    variance(Float64Array.from(values)) / (values.length - 1);
  const spread = (of: (row: number, column: number) => number) =>
    variance(crossedMeans(matrixOf(of), sampling));
  assertAlmostEquals(spread((row) => ofRow![row]!) / unbiased(ofRow!), 1, 0.1);
  assertAlmostEquals(spread((_, column) => ofColumn![column]!) / unbiased(ofColumn!), 1, 0.1);
  // A few draws of single cells: the expectation is near 3 / (n d) times their variance, 1 / 12.
  const ratios = Array.from({ length: 60 }, () => spread(uniform) * n * d * 12);
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  assert(mean > 2.4 && mean < 3.6, `${mean}`);
});

Deno.test("percentileInterval() leaves infinite estimates where they are", () => {
  const estimates = Float64Array.from({ length: 101 }, (_, index) => index);
  const { lo, hi } = percentileInterval(estimates, { confidence: 0.9 });
  assertAlmostEquals(lo, 5, 1e-12);
  assertAlmostEquals(hi, 95, 1e-12);
  assertEquals(percentileInterval(Float64Array.of(Infinity, 1, Infinity)).hi, Infinity);
  assertEquals(percentileInterval(Float64Array.of(Infinity, Infinity)).lo, Infinity);
});

Deno.test("resampling() and its like refuse what does not fit", () => {
  const below = () => 0;
  assertThrows(() => resampling(0, { resamples: 1, below }), RangeError, "got 0");
  assertThrows(() => resampling(1, { resamples: 0.5, below }), RangeError, "got 0.5");
  const two = resampling(2, { resamples: 3, below });
  assertThrows(() => resampledMeans(Float64Array.of(1), two), RangeError, "2, got 1");
  const of = { rows: two, columns: two };
  assertThrows(() => crossedMeans([Float64Array.of(1, 2)], of), RangeError, "got 1 and 3");
  assertThrows(() => percentileInterval(new Float64Array()), RangeError, "there must be estimates");
  assertThrows(() => percentileInterval(Float64Array.of(NaN)), RangeError, "none may be NaN");
});
