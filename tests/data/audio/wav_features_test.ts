import { assert, assertEquals, assertThrows } from "@std/assert";
import type { FeatureSettings } from "../../../src/data/audio/features.ts";
import { featureShape, wavFeatures } from "../../../src/data/audio/wav_features.ts";
import { sinPi } from "../../../src/data/exact_math.ts";
import { sha256 } from "../../../src/data/hash.ts";
import golden from "./golden.json" with { type: "json" };
import { int16Bytes, wavFile } from "./wav_bytes.ts";

/** MLPerf Tiny keyword spotting. */
const mfcc: FeatureSettings = {
  kind: "mfcc",
  sampleRateHz: 16_000,
  clipSamples: 16_000,
  frameSamples: 480,
  stepSamples: 320,
  melBins: 40,
  lowHz: 20,
  highHz: 4000,
  coefficients: 10,
};

/** MLPerf Tiny anomaly detection. */
const logMel: FeatureSettings = {
  kind: "log-mel",
  sampleRateHz: 16_000,
  clipSamples: 176_000,
  fftSamples: 1024,
  stepSamples: 512,
  melBins: 128,
  firstFrame: 50,
  frames: 200,
};

/** The clip of golden.py. */
function clip(length: number): readonly number[] {
  let state = golden.seed;
  return Array.from({ length }, (_, index) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const noise = state / 2 ** 32 - 0.5;
    const tone = (hz: number) => sinPi(2 * hz * index / golden.rate);
    const tones = 0.3 * tone(220) + 0.2 * tone(1330) + 0.1 * tone(3700);
    const swell = 0.25 + 0.75 * Math.abs(tone(1.7));
    return Math.floor(32_768 * 0.8 * (tones * swell + 0.2 * noise) + 0.5);
  });
}

function featuresOf(samples: readonly number[], features: FeatureSettings): Float32Array {
  return wavFeatures(wavFile({ data: int16Bytes(samples) }), { file: "clip.wav", features });
}

interface Golden {
  readonly name: string;
  readonly checksum: number;
  readonly shape: readonly number[];
  readonly sum: number;
  readonly values: Readonly<Record<string, string>>;
}

/** Largest difference allowed, of values whose magnitude is below 1; relative above. */
const TOLERANCE = 1e-5;

function assertGolden(expected: Golden, features: FeatureSettings): void {
  const samples = clip(features.clipSamples);
  const checksum = samples.reduce((sum, value, index) => sum + value * (index % 1009), 0);
  assertEquals(checksum, expected.checksum, `${expected.name}: the clip of golden.py`);
  const actual = featuresOf(samples, features);
  const [frames, width] = [expected.shape[0]!, expected.shape[1]!];
  assertEquals(actual.length, frames * width);
  const sum = actual.reduce((total, value) => total + value, 0);
  const sumError = Math.abs(sum - expected.sum);
  assert(sumError < TOLERANCE * Math.abs(expected.sum), `${expected.name}: sum off by ${sumError}`);
  for (const [frame, text] of Object.entries(expected.values)) {
    text.split(" ").map(Number).forEach((value, index) => {
      const error = Math.abs(actual[Number(frame) * width + index]! - value);
      const limit = TOLERANCE * Math.max(1, Math.abs(value));
      assert(error < limit, `${expected.name}, frame ${frame}, value ${index}: off by ${error}`);
    });
  }
}

Deno.test("wavFeatures() makes MFCC as TensorFlow does", () => {
  for (const expected of golden.mfcc) {
    assertGolden(expected, {
      kind: "mfcc",
      sampleRateHz: golden.rate,
      clipSamples: expected.clip,
      frameSamples: expected.frame,
      stepSamples: expected.step,
      melBins: expected.mel,
      lowHz: expected.low,
      highHz: expected.high,
      coefficients: expected.keep,
    });
  }
});

Deno.test("wavFeatures() makes log-mel energies as librosa does", () => {
  for (const expected of golden.logMel) {
    assertGolden(expected, {
      kind: "log-mel",
      sampleRateHz: golden.rate,
      clipSamples: expected.clip,
      fftSamples: expected.fft,
      stepSamples: expected.step,
      melBins: expected.mel,
      firstFrame: expected.first,
      frames: expected.shape[0]!,
    });
  }
});

/** SHA-256 of the features of golden.py's clip under MLPerf Tiny's settings. */
const PINNED = {
  mfcc: "ce4dbe360186764e95dee8dd3d8401adc8a07717b81c235012e1c16e3ac20677",
  logMel: "6b207364c8162ec5e0239357bc50b27b08f0449b4b735f9dd358c89cbc74eeea",
};

Deno.test("wavFeatures() gives the same bits on every machine", () => {
  for (const [name, features] of Object.entries({ mfcc, logMel } as const)) {
    const values = featuresOf(clip(features.clipSamples), features);
    const bytes = new DataView(new ArrayBuffer(4 * values.length));
    values.forEach((value, index) => bytes.setFloat32(4 * index, value, true));
    assertEquals(sha256(new Uint8Array(bytes.buffer)), PINNED[name as keyof typeof PINNED], name);
  }
});

Deno.test("wavFeatures() repeats, whatever clip came before", () => {
  for (const features of [mfcc, { ...logMel, clipSamples: 5000, firstFrame: 0, frames: 9 }]) {
    const [short, long] = [clip(1500), clip(features.clipSamples + 700)];
    const first = featuresOf(short, features);
    featuresOf(long, features);
    assertEquals(featuresOf(short, features), first);
    assertEquals(featuresOf(short, { ...features }), first);
  }
});

Deno.test("wavFeatures() cuts a long clip and fills a short one with zeros", () => {
  for (const features of [mfcc, { ...logMel, clipSamples: 5000, firstFrame: 0, frames: 9 }]) {
    const { clipSamples } = features;
    const whole = clip(clipSamples);
    assertEquals(featuresOf([...whole, 32_767], features), featuresOf(whole, features));
    const short = whole.slice(0, 1500);
    const filled = [...short, ...new Array<number>(clipSamples - 1500).fill(0)];
    assertEquals(featuresOf(short, features), featuresOf(filled, features));
  }
});

Deno.test("MFCC of silence are those of ln(1e-6), and do not depend on loudness", () => {
  // The first cosine is 1 throughout: sqrt(2 / 40) * 40 ln(1e-6).
  const silent = featuresOf([0, 0, 0], mfcc);
  assertEquals(silent.length, 490);
  silent.forEach((value, index) => {
    const expected = index % 10 === 0 ? Math.sqrt(80) * Math.log(1e-6) : 0;
    assert(Math.abs(value - expected) < 1e-4, `value ${index} is ${value}`);
  });
  const quiet = clip(16_000).map((value) => Math.trunc(value / 4));
  const loud = quiet.map((value) => 4 * value);
  assertEquals(featuresOf(quiet, mfcc), featuresOf(loud, mfcc));
});

Deno.test("MFCC divide by the signed maximum, as the reference does", () => {
  const below = Array.from({ length: 480 }, (_, index) => -1000 - (index * 83) % 3001);
  const ratio = Math.min(...below) / Math.max(...below);
  const scaled = (values: readonly number[]) => featuresOf(values, mfcc).subarray(0, 10);
  // Values from 1 to about 4, against 1/4 to 1: the same spectrum, so many times over.
  const turned = scaled(below);
  scaled(below.map((value) => -value)).forEach((value, index) => {
    const expected = value + (index === 0 ? Math.sqrt(80) * Math.log(ratio) : 0);
    assert(Math.abs(turned[index]! - expected) < 1e-3, `value ${index} is ${turned[index]}`);
  });
});

Deno.test("log-mel energies of silence are those of 2^-52, and rise with loudness", () => {
  const features: FeatureSettings = { ...logMel, clipSamples: 5000, firstFrame: 0, frames: 9 };
  for (const value of featuresOf([0], features)) {
    assert(Math.abs(value - -156.5356) < 1e-3, `${value}`);
  }
  const quiet = clip(5000).map((value) => Math.trunc(value / 4));
  const louder = featuresOf(quiet.map((value) => 4 * value), features);
  featuresOf(quiet, features).forEach((value, index) => {
    const rise = louder[index]! - value;
    assert(Math.abs(rise - 12.0412) < 1e-3, `value ${index} rises by ${rise}`);
  });
});

Deno.test("featureShape() of MLPerf Tiny's settings", () => {
  assertEquals(featureShape(mfcc), [49, 10, 1]);
  assertEquals(featureShape(logMel), [25_600]);
});

Deno.test("featureShape() refuses settings that are not sound", () => {
  const cases: readonly (readonly [FeatureSettings, string])[] = [
    [{ ...mfcc, stepSamples: 0 }, "stepSamples must be a whole number from 1 on, got 0"],
    [{ ...mfcc, melBins: 1.5 }, "melBins must be a whole number from 1 on, got 1.5"],
    [{ ...mfcc, clipSamples: 2 ** 24 + 1 }, "clipSamples must be at most 16777216, got 16777217"],
    [{ ...mfcc, clipSamples: 479 }, "at most clipSamples, 479, got 480"],
    [{ ...mfcc, frameSamples: 1 }, "frameSamples must be 2 to 65536"],
    [{ ...mfcc, highHz: 8001 }, "half of sampleRateHz, 8000, got 20 and 8001"],
    [{ ...mfcc, lowHz: 4000 }, "got 4000 and 4000"],
    [{ ...mfcc, lowHz: NaN }, "got NaN and 4000"],
    [{ ...mfcc, lowHz: -1 }, "got -1 and 4000"],
    [{ ...mfcc, coefficients: 41 }, "coefficients must be at most melBins, 40, got 41"],
    [{ ...mfcc, melBins: 257 }, "half of the Fourier transform of 512 samples, got 257"],
    [{ ...mfcc, clipSamples: 2 ** 24, stepSamples: 1 }, "take longer steps"],
    [{ ...logMel, melBins: 513 }, "melBins must be at most 512"],
    [{ ...logMel, fftSamples: 1000 }, "fftSamples must be a power of two from 2 to 65536"],
    [{ ...logMel, fftSamples: 2 ** 17 }, "got 131072"],
    [{ ...logMel, clipSamples: 512 }, "clipSamples must be above half of fftSamples, 512"],
    [{ ...logMel, frames: 295 }, "at most the 344 frames of 176000 samples in steps of 512"],
    [{ ...logMel, firstFrame: -1 }, "got -1 + 200"],
  ];
  for (const [features, message] of cases) {
    assertThrows(() => featureShape(features), RangeError, message);
    assertThrows(() => featuresOf([1], features), RangeError, "Cannot make");
  }
  assertEquals(featureShape({ ...logMel, frames: 294 }), [294 * 128]);
  assertEquals(featureShape({ ...mfcc, clipSamples: 480, coefficients: 40 }), [1, 40, 1]);
});
