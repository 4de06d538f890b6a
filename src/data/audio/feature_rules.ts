import {
  type FeatureSettings,
  fftSamples,
  frameCount,
  type LogMelSettings,
  type MfccSettings,
} from "./features.ts";

/** Longest clip: 17 minutes at 16 kHz. */
const MAX_CLIP_SAMPLES = 2 ** 24;
/** Longest Fourier transform. */
const MAX_FFT_SAMPLES = 2 ** 16;
const MAX_MEL_BINS = 512;
/** Most samples in the frames of one clip, counted as often as frames overlap. */
const MAX_FRAMED_SAMPLES = 2 ** 26;

/** @throws {RangeError} When {@link featureFault} finds a fault. */
export function checkFeatures(features: FeatureSettings): void {
  const fault = featureFault(features);
  if (fault !== undefined) {
    throw new RangeError(`Cannot make ${features.kind} features: ${fault}`);
  }
}

/** The first rule that settings break, as the end of an error message; absent where they are sound. */
export function featureFault(features: FeatureSettings): string | undefined {
  return rules(features).find(({ holds }) => !holds)?.rule;
}

interface Rule {
  readonly holds: boolean;
  readonly rule: string;
}

function rules(features: FeatureSettings): readonly Rule[] {
  const { clipSamples, sampleRateHz, stepSamples, melBins } = features;
  const whole = Object.entries(features)
    .filter(([name]) => !["kind", "lowHz", "highHz", "firstFrame"].includes(name))
    .map(([name, value]) => ({
      holds: Number.isInteger(value) && value >= 1,
      rule: `${name} must be a whole number from 1 on, got ${value}`,
    }));
  return [
    ...whole,
    {
      holds: clipSamples <= MAX_CLIP_SAMPLES,
      rule: `clipSamples must be at most ${MAX_CLIP_SAMPLES}, got ${clipSamples}`,
    },
    ...(features.kind === "mfcc" ? mfccRules(features) : logMelRules(features)),
    {
      holds: melBins <= Math.min(MAX_MEL_BINS, fftSamples(features) / 2),
      rule: `melBins must be at most ${MAX_MEL_BINS} and half of the Fourier transform of ` +
        `${fftSamples(features)} samples, got ${melBins}`,
    },
    {
      holds: frameCount(features) * fftSamples(features) <= MAX_FRAMED_SAMPLES,
      rule: `frames times the ${fftSamples(features)} samples of a Fourier transform must be at ` +
        `most ${MAX_FRAMED_SAMPLES}, got ${frameCount(features)} frames ` +
        `(${stepSamples} samples apart at ${sampleRateHz} Hz); take longer steps`,
    },
  ];
}

function mfccRules(features: MfccSettings): readonly Rule[] {
  const { clipSamples, sampleRateHz, melBins, frameSamples, lowHz, highHz, coefficients } =
    features;
  return [
    {
      holds: frameSamples >= 2 && frameSamples <= Math.min(clipSamples, MAX_FFT_SAMPLES),
      rule: `frameSamples must be 2 to ${MAX_FFT_SAMPLES} and at most clipSamples, ` +
        `${clipSamples}, got ${frameSamples}`,
    },
    {
      holds: lowHz >= 0 && lowHz < highHz && highHz <= sampleRateHz / 2,
      rule: `lowHz and highHz must rise within 0 to half of sampleRateHz, ${sampleRateHz / 2}, ` +
        `got ${lowHz} and ${highHz}`,
    },
    {
      holds: coefficients <= melBins,
      rule: `coefficients must be at most melBins, ${melBins}, got ${coefficients}`,
    },
  ];
}

function logMelRules(features: LogMelSettings): readonly Rule[] {
  const { clipSamples, fftSamples, stepSamples, firstFrame, frames } = features;
  const available = 1 + Math.floor(clipSamples / stepSamples);
  return [
    {
      holds: fftSamples >= 2 && fftSamples <= MAX_FFT_SAMPLES &&
        (fftSamples & (fftSamples - 1)) === 0,
      rule: `fftSamples must be a power of two from 2 to ${MAX_FFT_SAMPLES}, got ${fftSamples}`,
    },
    {
      holds: clipSamples > fftSamples / 2,
      rule: `clipSamples must be above half of fftSamples, ${fftSamples / 2}, so that its ends ` +
        `can be reflected, got ${clipSamples}`,
    },
    {
      holds: Number.isInteger(firstFrame) && firstFrame >= 0 && firstFrame + frames <= available,
      rule: `firstFrame + frames must be at most the ${available} frames of ${clipSamples} ` +
        `samples in steps of ${stepSamples}, got ${firstFrame} + ${frames}`,
    },
  ];
}
