import { exp, ln } from "../exact_math.ts";
import { checkFeatures } from "./feature_rules.ts";
import type { FeatureExtractor, LogMelSettings } from "./features.ts";
import { applyMelBank, melBank } from "./mel_bank.ts";
import { hannWindow, powerSpectrum } from "./spectrum.ts";

/** Added to every mel energy, so that silence has a logarithm: the epsilon of a float64. */
const FLOOR = 2 ** -52;
const DECIBELS = 10 / 2.302585092994045684; // over ln 10

/** The Slaney mel scale: straight up to 1000 Hz, 15 mel; from there 27 mel are a factor of 6.4. */
const HZ_PER_MEL = 200 / 3;
const BREAK_HZ = 1000;
const BREAK_MEL = 15;
const MEL_FACTOR_LN = ln(6.4) / 27;

/** A frequency on the Slaney mel scale. */
function slaneyMel(hz: number): number {
  return hz < BREAK_HZ ? hz / HZ_PER_MEL : BREAK_MEL + ln(hz / BREAK_HZ) / MEL_FACTOR_LN;
}

function slaneyHz(mel: number): number {
  return mel < BREAK_MEL ? mel * HZ_PER_MEL : BREAK_HZ * exp((mel - BREAK_MEL) * MEL_FACTOR_LN);
}

/**
 * An extractor of log-mel energies in dB, float32 [frames * melBins], frame after frame, as MLPerf
 * Tiny anomaly detection makes them with librosa (mlcommons/tiny, anomaly_detection/common.py):
 *
 * 1. samples in [-1, 1], cut or filled with zeros to `clipSamples`;
 * 2. frames of `fftSamples` centred on every `stepSamples`th sample, the clip's ends reflected as
 *    librosa 0.6 does, which the benchmark pins; times a periodic Hann window;
 * 3. squared magnitudes of the Fourier transform;
 * 4. `melBins` triangles, straight in Hz, with edges even on the Slaney mel scale from 0 Hz to half of
 *    the sample rate, each of area 1: times 2 / (width in Hz);
 * 5. 10 log10(energy + 2^-52).
 *
 * Frames from `firstFrame` on are kept: the benchmark keeps 50 to 249. Arithmetic is float64, its
 * result rounded to float32.
 *
 * @throws {RangeError} When the settings are not sound.
 */
export function logMelExtractor(settings: LogMelSettings): FeatureExtractor {
  checkFeatures(settings);
  const { clipSamples, fftSamples: size, stepSamples, melBins, firstFrame, frames } = settings;
  const window = hannWindow(size, size);
  const power = powerSpectrum(size);
  const bank = slaneyBank(settings);

  const clip = new Float64Array(clipSamples);
  const frame = new Float64Array(size);
  const energies = new Float64Array(melBins);
  return (samples) => {
    clip.fill(0);
    clip.set(samples.subarray(0, clipSamples));
    const features = new Float32Array(frames * melBins);
    for (let index = 0; index < frames; index++) {
      const start = (firstFrame + index) * stepSamples - size / 2;
      for (let n = 0; n < size; n++) frame[n] = window[n]! * reflected(clip, start + n);
      applyMelBank(bank, power(frame), energies);
      for (let band = 0; band < melBins; band++) {
        features[index * melBins + band] = DECIBELS * ln(energies[band]! + FLOOR);
      }
    }
    return features;
  };
}

/** A sample of the clip mirrored at its first and its last sample, which are not repeated. */
function reflected(clip: Float64Array, index: number): number {
  const last = clip.length - 1;
  return clip[index < 0 ? -index : index > last ? 2 * last - index : index]!;
}

function slaneyBank({ sampleRateHz, fftSamples, melBins }: LogMelSettings) {
  const step = slaneyMel(sampleRateHz / 2) / (melBins + 1);
  const edges = Array.from({ length: melBins + 2 }, (_, edge) => slaneyHz(edge * step));
  return melBank({
    bins: Array.from({ length: fftSamples / 2 + 1 }, (_, bin) => bin * sampleRateHz / fftSamples),
    edges,
    gain: (band) => 2 / (edges[band + 2]! - edges[band]!),
  });
}
