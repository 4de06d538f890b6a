import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Histogram, histogramOf, mergeHistograms } from "../../src/calibrate/histogram.ts";
import { HistogramBuilder } from "../../src/calibrate/histogram_builder.ts";
import {
  binsPerSide,
  createSampleCounter,
  type SampleCounts,
} from "../../src/calibrate/sample_counts.ts";

/** Non-empty bins as [lower end, count], the negative side mirrored, and the totals. */
function plain({ width, positive, negative, ...totals }: Histogram) {
  const side = (counts: ArrayLike<number>, sign: number) =>
    Array.from(counts, (count, bin) => [sign * bin * width, count] as const)
      .filter(([, count]) => count > 0);
  return { width, positive: side(positive, 1), negative: side(negative, -1), ...totals };
}

const smallest = 2 ** -149;
const largest = (2 - 2 ** -23) * 2 ** 127;

const cases: readonly {
  readonly name: string;
  readonly data: readonly number[];
  readonly width: number;
  readonly positive?: readonly (readonly [number, number])[];
  readonly negative?: readonly (readonly [number, number])[];
}[] = [
  { name: "nothing", data: [], width: 2 ** -159 },
  { name: "zeros of either sign", data: [0, -0], width: 2 ** -159, positive: [[0, 2]] },
  { name: "a power of two opens its bin", data: [1], width: 2 ** -10, positive: [[1, 1]] },
  {
    name: "just under a power of two stays below",
    data: [1 - 2 ** -24],
    width: 2 ** -11,
    positive: [[1 - 2 ** -11, 1]],
  },
  {
    name: "the negative side mirrors, its edges too",
    data: [-1, -0.5, -(2 ** -10), -(2 ** -11)],
    width: 2 ** -10,
    negative: [[-0, 1], [-(2 ** -10), 1], [-0.5, 1], [-1, 1]],
  },
  { name: "the smallest float32", data: [smallest], width: 2 ** -159, positive: [[smallest, 1]] },
  {
    name: "the largest float32 beside the smallest",
    data: [largest, smallest],
    width: 2 ** 117,
    positive: [[0, 1], [2047 * 2 ** 117, 1]],
  },
  {
    name: "a huge outlier swallows the rest",
    data: [1, 2, 3, -3, 1e6],
    width: 2 ** 9,
    positive: [[0, 3], [1953 * 2 ** 9, 1]],
    negative: [[-0, 1]],
  },
];

for (const { name, data, width, positive = [], negative = [] } of cases) {
  Deno.test(`histogramOf() counts ${name}`, () => {
    const histogram = histogramOf(Float32Array.from(data));
    assertEquals(plain(histogram), {
      width,
      positive,
      negative,
      count: data.length,
      min: data.length === 0 ? 0 : Math.min(...data.map((x) => x + 0)),
      max: data.length === 0 ? 0 : Math.max(...data.map((x) => x + 0)),
      zeros: data.filter((x) => x === 0).length,
      nonFinite: 0,
    });
    assertEquals(histogram.negative.length, data.some((x) => x < 0) ? binsPerSide : 0);
  });
}

Deno.test("histogramOf() counts non-finite values apart", () => {
  const finite = histogramOf(Float32Array.of(1, -2, 0));
  const mixed = histogramOf(Float32Array.of(NaN, 1, Infinity, -2, -Infinity, 0));
  assertEquals(plain(mixed), { ...plain(finite), nonFinite: 3 });
  const none = histogramOf(Float32Array.of(NaN, Infinity));
  assertEquals([none.count, none.min, none.max, none.nonFinite], [0, 0, 0, 2]);
});

const anyFloat = fc.oneof(
  fc.float(),
  fc.constantFrom(0, -0, smallest, -smallest, largest, -largest, 1, -1, 255),
);

Deno.test("mergeHistograms() gives what one pass gives, however split and ordered", () => {
  const seed = 7101;
  fc.assert(
    fc.property(
      fc.array(fc.array(anyFloat, { maxLength: 12 }), { maxLength: 8 }),
      fc.infiniteStream(fc.nat()),
      (parts, keys) => {
        const whole = plain(histogramOf(Float32Array.from(parts.flat())));
        const histograms = parts.map((part) => histogramOf(Float32Array.from(part)));
        const shuffled = histograms.map((histogram) => ({ histogram, key: keys.next().value }))
          .sort((a, b) => a.key - b.key).map(({ histogram }) => histogram);
        assertEquals(plain(mergeHistograms(histograms)), whole);
        assertEquals(plain(mergeHistograms(shuffled)), whole);
        const half = Math.floor(shuffled.length / 2);
        const nested = [shuffled.slice(0, half), shuffled.slice(half)].map(mergeHistograms);
        assertEquals(plain(mergeHistograms(nested)), whole);
      },
    ),
    { seed, numRuns: 300 },
  );
});

Deno.test("HistogramBuilder gives what one pass gives, sample by sample", () => {
  const seed = 7102;
  fc.assert(
    fc.property(fc.array(fc.array(anyFloat, { maxLength: 12 }), { maxLength: 8 }), (parts) => {
      const builder = new HistogramBuilder();
      const count = createSampleCounter();
      for (const part of parts) builder.add(count(Float32Array.from(part)));
      assertEquals(
        plain(builder.build()),
        plain(histogramOf(Float32Array.from(parts.flat()))),
      );
    }),
    { seed, numRuns: 300 },
  );
});

Deno.test("HistogramBuilder keeps counting beyond 32 bits", () => {
  const counts = new Uint32Array(2 * binsPerSide);
  counts[binsPerSide + 1024] = 3_000_000_000;
  const sample: SampleCounts = {
    exponent: -10,
    counts,
    first: binsPerSide + 1024,
    last: binsPerSide + 1024,
    count: 3_000_000_000,
    zeros: 0,
    nonFinite: 0,
    min: 1,
    max: 1,
  };
  const builder = new HistogramBuilder();
  for (let i = 0; i < 3; i++) builder.add(sample);
  builder.add(createSampleCounter()(Float32Array.of(-2)));
  const histogram = builder.build();
  assertEquals(histogram.count, 9_000_000_001);
  assertEquals(plain(histogram).positive, [[1, 9_000_000_000]]);
  assertEquals(plain(histogram).negative, [[-2, 1]]);
});

Deno.test("createSampleCounter() forgets the sample before", () => {
  const count = createSampleCounter();
  count(Float32Array.of(5, -5, 0));
  const { counts, first, last } = count(Float32Array.of(1));
  assertEquals([first, last], [binsPerSide + 1024, binsPerSide + 1024]);
  assert(counts.every((value, bin) => value === (bin === binsPerSide + 1024 ? 1 : 0)));
});

Deno.test("createSampleCounter() counts a zero of either sign above zero", () => {
  const { counts, first, last, zeros, min, max } = createSampleCounter()(
    Float32Array.of(-0, 0, -0),
  );
  assertEquals([first, last, counts[binsPerSide], zeros], [binsPerSide, binsPerSide, 3, 3]);
  assert(Object.is(min, 0) && Object.is(max, 0));
});
