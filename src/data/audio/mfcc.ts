import { cosPi, ln } from "../exact_math.ts";
import { checkFeatures } from "./feature_rules.ts";
import { type FeatureExtractor, fftSamples, frameCount, type MfccSettings } from "./features.ts";
import { applyMelBank, melBank } from "./mel_bank.ts";
import { hannWindow, powerSpectrum } from "./spectrum.ts";

/** Added to every mel energy, so that silence has a logarithm. */
const FLOOR = 1e-6;

/** A frequency on the HTK mel scale. */
function htkMel(hz: number): number {
  return 1127 * ln(1 + hz / 700);
}

/**
 * An extractor of mel-frequency cepstral coefficients, float32 [frames, coefficients, 1], as MLPerf
 * Tiny keyword spotting makes them with TensorFlow (mlcommons/tiny, keyword_spotting/get_dataset.py):
 *
 * 1. samples cut to `clipSamples`, divided by the largest of them, and filled up with zeros;
 * 2. frames of `frameSamples` every `stepSamples`, none reaching past the end, times a Hann window;
 * 3. magnitudes of the Fourier transform, of the next power of two;
 * 4. `melBins` triangles, straight on the HTK mel scale 1127 ln(1 + f / 700), from lowHz to highHz;
 * 5. ln(energy + 1e-6);
 * 6. sqrt(2 / melBins) * sum over m of energy[m] cos(pi c (m + 1/2) / melBins), its first coefficients.
 *
 * The largest is the signed maximum, not that of magnitudes: the benchmark's models were trained so, and
 * on 1/32768 of the samples they would see other features. Where it is 0, as in silence, the reference
 * gives no numbers; here such a clip is not divided.
 * Arithmetic is float64, its result rounded to float32.
 *
 * @throws {RangeError} When the settings are not sound.
 */
export function mfccExtractor(settings: MfccSettings): FeatureExtractor {
  checkFeatures(settings);
  const { clipSamples, frameSamples, stepSamples, melBins, coefficients } = settings;
  const size = fftSamples(settings);
  const frames = frameCount(settings);
  // tf.signal.hann_window is periodic for even lengths alone.
  const window = hannWindow(frameSamples, frameSamples - frameSamples % 2);
  const power = powerSpectrum(size);
  const bank = htkBank(settings, size);
  const cosines = cosineTable(melBins, coefficients);

  const clip = new Float64Array(clipSamples);
  const frame = new Float64Array(size);
  const magnitudes = new Float64Array(size / 2 + 1);
  const energies = new Float64Array(melBins);
  return (samples) => {
    fillClip(clip, samples);
    const features = new Float32Array(frames * coefficients);
    for (let index = 0; index < frames; index++) {
      for (let n = 0; n < frameSamples; n++) frame[n] = window[n]! * clip[index * stepSamples + n]!;
      power(frame).forEach((value, bin) => magnitudes[bin] = Math.sqrt(value));
      applyMelBank(bank, magnitudes, energies);
      energies.forEach((energy, band) => energies[band] = ln(energy + FLOOR));
      for (let c = 0; c < coefficients; c++) {
        let sum = 0;
        for (let m = 0; m < melBins; m++) sum += energies[m]! * cosines[c * melBins + m]!;
        features[index * coefficients + c] = sum;
      }
    }
    return features;
  };
}

/** Step 1. */
function fillClip(clip: Float64Array, samples: Float32Array): void {
  const kept = samples.subarray(0, clip.length);
  const largest = kept.reduce((most, value) => Math.max(most, value), -Infinity);
  const divisor = largest === 0 ? 1 : largest;
  clip.fill(0);
  kept.forEach((value, index) => clip[index] = value / divisor);
}

function htkBank({ sampleRateHz, melBins, lowHz, highHz }: MfccSettings, size: number) {
  const [low, high] = [htkMel(lowHz), htkMel(highHz)];
  const step = (high - low) / (melBins + 1);
  return melBank({
    bins: Array.from({ length: size / 2 + 1 }, (_, bin) => htkMel(bin * sampleRateHz / size)),
    edges: Array.from({ length: melBins + 2 }, (_, edge) => low + edge * step),
  });
}

/** [coefficients, melBins] of step 6, scaled. */
function cosineTable(melBins: number, coefficients: number): Float64Array {
  const scale = Math.sqrt(2 / melBins);
  return Float64Array.from({ length: coefficients * melBins }, (_, index) => {
    const [c, m] = [Math.floor(index / melBins), index % melBins];
    return scale * cosPi(c * (2 * m + 1) / (2 * melBins));
  });
}
