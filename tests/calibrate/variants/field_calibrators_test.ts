import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Range } from "../../../src/calibrate/distribution.ts";
import { movingAverage } from "../../../src/calibrate/moving_average.ts";
import {
  type Binned,
  type CodeParameters,
  type CodeRange,
  nvidiaBins,
  nvidiaEntropy,
  nvidiaMse,
  nvidiaPercentile,
  ortAbsoluteBins,
  ortCodeRanges,
  ortEntropy,
  ortParameters,
  ortPercentileAsymmetric,
  ortPercentileSymmetric,
  ortSignedBins,
  torchaoBins,
  torchaoHistogram,
} from "../../../src/calibrate/variants/mod.ts";
import { roundHalfEven } from "../../../src/calibrate/variants/round_half_even.ts";
import { distributionOfSamples, peakedSamples, relu } from "../inputs.ts";
import golden from "../golden/field_calibrators.json" with { type: "json" };

/** Largest relative difference from another tool's number. */
const tolerance = 1e-6;

function assertNear(actual: number, expected: number): void {
  assertAlmostEquals(actual, expected, tolerance * Math.abs(expected));
}

function assertRange({ lo, hi }: Range, [expectedLo, expectedHi]: readonly number[]): void {
  assertNear(lo, expectedLo!);
  assertNear(hi, expectedHi!);
}

const batches = { "two_sided": peakedSamples(), relu: relu(peakedSamples()) };

/** How the tools were fed: all at once, batch by batch, and the batches from last to first. */
const feeds: Readonly<
  Record<
    keyof typeof golden.sets.relu.modes,
    (given: readonly Float32Array[]) => readonly Float32Array[]
  >
> = {
  oneCollect: (given) => [Float32Array.from(given.flatMap((batch) => [...batch]))],
  perBatch: (given) => given,
  perBatchReversed: (given) => given.toReversed(),
};

Deno.test("the values are those of the published recipe", () => {
  assertEquals([...batches.two_sided[0]!.subarray(0, golden.head.length)], golden.head);
  for (const name of ["two_sided", "relu"] as const) {
    const { min, max } = distributionOfSamples(batches[name]);
    assertEquals([min, max], [golden.sets[name].min, golden.sets[name].max]);
  }
});

for (const name of ["two_sided", "relu"] as const) {
  for (const feed of ["oneCollect", "perBatch", "perBatchReversed"] as const) {
    const given = feeds[feed](batches[name]);
    const expected = golden.sets[name].modes[feed];
    const signs = Object.entries(expected.nvidiaEntropy);

    for (const [variant, [lo, hi, bins]] of Object.entries(expected.ortEntropy)) {
      Deno.test(`ortEntropy() is onnxruntime's: ${variant}, ${name}, ${feed}`, () => {
        const [firstBins, levels] = variant.split("_").map(Number) as [number, number];
        const binned = ortSignedBins(given, firstBins);
        assertEquals(binned.counts.length, bins);
        assertRange(ortEntropy(binned, levels), [lo!, hi!]);
      });
    }

    const percentiles = [
      {
        tool: "ortPercentileSymmetric",
        bin: ortAbsoluteBins,
        find: ortPercentileSymmetric,
        ranges: expected.ortPercentileSymmetric,
      },
      {
        tool: "ortPercentileAsymmetric",
        bin: ortSignedBins,
        find: ortPercentileAsymmetric,
        ranges: expected.ortPercentileAsymmetric,
      },
    ];
    for (const { tool, bin, find, ranges } of percentiles) {
      Deno.test(`${tool}() is onnxruntime's: ${name}, ${feed}`, () => {
        const binned = bin(given, 2048);
        for (const [percentile, [lo, hi, bins]] of Object.entries(ranges)) {
          assertEquals(binned.counts.length, bins);
          assertRange(find(binned, Number(percentile)), [lo!, hi!]);
        }
      });
    }

    Deno.test(`nvidiaPercentile() is NVIDIA's: ${name}, ${feed}`, () => {
      const binned = nvidiaBins(given, 2048);
      for (const [percentile, amax] of Object.entries(expected.nvidiaPercentile)) {
        assertNear(nvidiaPercentile(binned, Number(percentile)), amax);
      }
    });

    Deno.test(`nvidiaEntropy() is NVIDIA's: ${name}, ${feed}`, () => {
      const binned = nvidiaBins(given, 2048);
      for (const [sign, amax] of signs) {
        assertNear(nvidiaEntropy(binned, { signed: sign === "signed" }), amax);
      }
    });

    Deno.test(`nvidiaMse() is NVIDIA's: ${name}, ${feed}`, () => {
      const binned = nvidiaBins(given, 2048);
      for (const [sign, amax] of Object.entries(expected["nvidiaMse (port)"])) {
        assertNear(nvidiaMse(binned, { signed: sign === "signed" }), amax);
      }
    });

    Deno.test(`torchaoHistogram() is torchao's: ${name}, ${feed}`, () => {
      const range = torchaoHistogram(torchaoBins(given, 2048));
      assertRange(range, expected["torchaoHistogram (port)"]);
    });
  }

  Deno.test(`movingAverage() with 0.01 is PyTorch's, a sample a batch: ${name}`, () => {
    const distribution = distributionOfSamples(batches[name]);
    assertRange(movingAverage(distribution, { constant: 0.01 }), golden.sets[name].movingAverage);
  });
}

const whole = (name: "two_sided" | "relu") => feeds.oneCollect(batches[name]);
const parameterRanges: Readonly<Record<string, (name: "two_sided" | "relu") => Range>> = {
  "minmax": (name) => ({ lo: golden.sets[name].min, hi: golden.sets[name].max }),
  "percentile99.99_asym": (name) =>
    ortPercentileAsymmetric(ortSignedBins(whole(name), 2048), 99.99),
  "entropy2048_128": (name) => ortEntropy(ortSignedBins(whole(name), 2048), 128),
};
const codeRanges: Readonly<Record<string, CodeRange>> = {
  "uint8_asym": ortCodeRanges.uint8,
  "int8_asym": ortCodeRanges.int8,
  "int8_sym": ortCodeRanges.int8Symmetric,
};

for (const name of ["two_sided", "relu"] as const) {
  for (const [calibrator, ofCodes] of Object.entries(golden.sets[name].parameters)) {
    for (const [codes, expected] of Object.entries(ofCodes)) {
      Deno.test(`ortParameters() is onnxruntime's: ${name}, ${calibrator}, ${codes}`, () => {
        const range = parameterRanges[calibrator]!(name);
        const codeRange = codeRanges[codes]!;
        const { scale, zeroPoint } = ortParameters(range, codeRange);
        const [expectedScale, expectedZeroPoint, expectedSqnrDb, clippedShare] =
          expected as number[];
        assertNear(scale, expectedScale!);
        assertEquals(zeroPoint, expectedZeroPoint);
        const [data] = whole(name) as [Float32Array];
        assertNear(sqnrDb(data, { ...codeRange, scale, zeroPoint }), expectedSqnrDb!);
        const clipped = data.filter((x) => x < range.lo || x > range.hi).length;
        assertEquals(clipped / data.length, clippedShare);
      });
    }
  }
}

/** SQNR of quantizing in float32, ties to even. */
function sqnrDb(
  data: Float32Array,
  { scale, zeroPoint, codeMin, codeMax }: CodeRange & CodeParameters,
): number {
  let signal = 0;
  let noise = 0;
  for (const x of data) {
    const code = roundHalfEven(Math.fround(x / scale)) + zeroPoint;
    const real = (Math.min(Math.max(code, codeMin), codeMax) - zeroPoint) * scale;
    signal += x * x;
    noise += (x - real) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}

const bins: Readonly<Record<string, (batches: readonly Float32Array[]) => Binned>> = {
  ortSignedBins: (given) => ortSignedBins(given, 64),
  ortAbsoluteBins: (given) => ortAbsoluteBins(given, 64),
  nvidiaBins: (given) => nvidiaBins(given, 64),
  torchaoBins: (given) => torchaoBins(given, 64),
};

for (const [tool, bin] of Object.entries(bins)) {
  Deno.test(`${tool}() refuses what has no histogram`, () => {
    for (const given of [[], [new Float32Array(0)], [Float32Array.of(1, NaN)]]) {
      let message = "";
      try {
        bin(given);
      } catch (error) {
        assert(error instanceof RangeError);
        message = error.message;
      }
      assert(message.startsWith("Cannot bin"), `got "${message}"`);
    }
  });
}
