import { assertAlmostEquals, assertEquals } from "@std/assert";
import { nonZeroCounts, shareOutside, zeroEdge } from "../../src/calibrate/distribution.ts";
import { distributionOfSamples, peakedSamples } from "./inputs.ts";

const w = 2 ** -10;

const cases = [
  { name: "signed data", data: [-w, 0, 0, 1], edges: [-2 * w, 1 + w], zero: 2, zeros: 2 },
  { name: "positive data starts at 0", data: [0.5, 1], edges: [0, 1 + w], zero: 0, zeros: 0 },
  { name: "negative data ends at 0", data: [-1, -0.5], edges: [-1 - w, 0], zero: 1025, zeros: 0 },
  { name: "negative data and zeros", data: [-1, 0], edges: [-1 - w, w], zero: 1025, zeros: 1 },
  { name: "zeros", data: [0], edges: [0, 2 ** -159], zero: 0, zeros: 1 },
] as const;

for (const { name, data, edges, zero, zeros } of cases) {
  Deno.test(`distributionOf() lays the bins out: ${name}`, () => {
    const distribution = distributionOfSamples([Float32Array.from(data)]);
    assertEquals([distribution.edges[0], distribution.edges.at(-1)], [...edges]);
    assertEquals(distribution.edges.length, distribution.counts.length + 1);
    assertEquals(distribution.edges[zero], 0);
    assertEquals(zeroEdge(distribution), zero);
    assertEquals(distribution.counts.reduce((sum, count) => sum + count, 0), data.length);
    const nonZero = nonZeroCounts(distribution).reduce((sum, count) => sum + count, 0);
    assertEquals(nonZero, data.length - zeros);
    for (const x of data) {
      const bin = distribution.edges.findLastIndex((edge) => x < 0 ? edge < x : edge <= x);
      assertEquals(distribution.counts[bin]! > 0, true, `bin of ${x}`);
    }
  });
}

Deno.test("distributionOf() of nothing has one empty bin", () => {
  const distribution = distributionOfSamples([Float32Array.of(NaN)]);
  const { counts, edges, min, max, count } = distribution;
  assertEquals([...counts], [0]);
  assertEquals([edges.length, min, max, count], [2, 0, 0, 0]);
});

Deno.test("shareOutside() matches a count of the values to within a bin", () => {
  const samples = peakedSamples();
  const values = samples.flatMap((sample) => [...sample]);
  const distribution = distributionOfSamples(samples);
  for (const [lo, hi] of [[-1, 1], [-20, 5], [0, 30], [-64, 0], [0, 0]] as const) {
    const share = values.filter((x) => x < lo || x > hi).length / values.length;
    const { edges, counts } = distribution;
    const near = [lo, hi].map((end) => counts[edges.findLastIndex((edge) => edge <= end)]!);
    const tolerance = lo === 0 && hi === 0 ? 0 : (near[0]! + near[1]!) / values.length;
    assertAlmostEquals(shareOutside(distribution, { lo, hi }), share, tolerance + 1e-12);
  }
});

Deno.test("shareOutside() is 0 for the observed range, and leaves exact zeros inside", () => {
  const distribution = distributionOfSamples([Float32Array.of(-3, 0, 0, 0, 1)]);
  assertEquals(shareOutside(distribution, { lo: -3, hi: 1 }), 0);
  assertEquals(shareOutside(distribution, { lo: 0, hi: 0 }), 2 / 5);
});
