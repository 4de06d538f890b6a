import { assert, assertEquals } from "@std/assert";
import { parametersFromRange, quantizeValue } from "../../src/affine/mod.ts";
import type { Range } from "../../src/calibrate/distribution.ts";
import { mseRange } from "../../src/calibrate/mse.ts";
import { distributionOfSamples, normals, peakedSamples, relu, uniforms } from "./inputs.ts";

/** Squared error of the values themselves. */
function squaredError(values: Float32Array, { lo, hi }: Range): number {
  const parameters = parametersFromRange(lo, hi);
  return values.reduce((sum, x) => {
    const real = parameters.scale * (quantizeValue(x, parameters) - parameters.zeroPoint);
    return sum + (x - real) ** 2;
  }, 0);
}

const normal = normals(7401);
const uniform = uniforms(7402);
const sets: readonly { readonly name: string; readonly data: Float32Array }[] = [
  { name: "normal", data: Float32Array.from({ length: 20_000 }, normal) },
  {
    name: "normal after a ReLU",
    data: Float32Array.from({ length: 20_000 }, () => Math.max(normal(), 0)),
  },
  { name: "peaked", data: Float32Array.from(peakedSamples().flatMap((sample) => [...sample])) },
  {
    name: "peaked after a ReLU",
    data: Float32Array.from(relu(peakedSamples()).flatMap((sample) => [...sample])),
  },
  { name: "uniform", data: Float32Array.from({ length: 20_000 }, () => 2 * uniform() - 1) },
  { name: "skewed", data: Float32Array.from({ length: 20_000 }, () => (normal() + 1) ** 3) },
];

for (const { name, data } of sets) {
  Deno.test(`mseRange() is within 2 % of the best of a full grid: ${name}`, () => {
    const distribution = distributionOfSamples([data]);
    const { min, max } = distribution;
    const shares = Array.from({ length: 20 }, (_, i) => 1 - i / 20);
    const grid = (min < 0 ? shares : [1]).flatMap((lo) =>
      shares.map((hi) => squaredError(data, { lo: min * lo, hi: max * hi }))
    );
    const range = mseRange(distribution);
    const error = squaredError(data, range);
    assert(error <= 1.02 * Math.min(...grid), `${error} for [${range.lo}, ${range.hi}]`);
    assert(error <= 1.001 * squaredError(data, { lo: min, hi: max }));
    assertEquals(range.warnings, []);
  });
}

Deno.test("mseRange() clips an outlier no more than it pays", () => {
  // 20,000 values in [0, 1) and one of 100: a step at either end of the range pays for the other.
  const values = Float32Array.from({ length: 20_001 }, (_, i) => i < 20_000 ? i / 20_000 : 100);
  const errors = Array.from({ length: 200 }, (_, i) => i / 2 + 0.5)
    .map((hi) => ({ hi, error: squaredError(values, { lo: 0, hi }) }));
  const best = errors.reduce((least, one) => one.error < least.error ? one : least);
  const range = mseRange(distributionOfSamples([values]));
  assert(range.hi < 99.5 && best.hi < 99.5, `hi is ${range.hi}, the grid says ${best.hi}`);
  assert(squaredError(values, range) <= 1.02 * best.error, `[${range.lo}, ${range.hi}]`);
});

Deno.test("mseRange() keeps a range that has codes for every value", () => {
  const pixels = Float32Array.from({ length: 256 }, (_, code) => code / 255);
  assertEquals(mseRange(distributionOfSamples([pixels])), { lo: 0, hi: 1, warnings: [] });
});

Deno.test("mseRange() finds a narrow range where the width of min-max is beyond float32", () => {
  const values = Float32Array.from([-3e38, 3e38, ...new Float32Array(1000).fill(1e37)]);
  const { lo, hi } = mseRange(distributionOfSamples([values]));
  assert(Number.isFinite(Math.fround(hi - lo)), `[${lo}, ${hi}]`);
});

Deno.test("mseRange() has one candidate where there is nothing but zeros", () => {
  for (const sample of [Float32Array.of(0, 0), Float32Array.of(NaN)]) {
    const range = mseRange(distributionOfSamples([sample]));
    assertEquals(range, { lo: 0, hi: 0, warnings: ["one-candidate"] });
  }
});
