import { checkFeatures } from "./feature_rules.ts";
import { type FeatureExtractor, type FeatureSettings, frameCount } from "./features.ts";
import { logMelExtractor } from "./log_mel.ts";
import { mfccExtractor } from "./mfcc.ts";
import { decodeWav } from "./wav.ts";

/** Options of {@link wavFeatures}. */
export interface WavFeaturesOptions {
  /** What errors call the file. */
  readonly file: string;
  readonly features: FeatureSettings;
}

/** Window, filterbank and cosines take longer than a clip: they are kept while their settings live. */
const extractors = new WeakMap<FeatureSettings, FeatureExtractor>();

function extractorOf(features: FeatureSettings): FeatureExtractor {
  const known = extractors.get(features);
  if (known !== undefined) return known;
  const made = features.kind === "mfcc" ? mfccExtractor(features) : logMelExtractor(features);
  extractors.set(features, made);
  return made;
}

/**
 * The features of a WAV file in the shape of `featureShape`. Only `clipSamples` of its samples are
 * read; a shorter clip is filled with zeros. Give the same settings value each time: their tables are
 * made once a value.
 *
 * @throws {DataError} When the file is damaged or of another sort: names file and rule.
 * @throws {RangeError} When the settings are not sound.
 */
export function wavFeatures(bytes: Uint8Array, options: WavFeaturesOptions): Float32Array {
  const { file, features } = options;
  const extract = extractorOf(features);
  const { sampleRateHz, clipSamples } = features;
  return extract(decodeWav(bytes, { file, sampleRateHz, maxSamples: clipSamples }));
}

/**
 * The shape of the features of one clip: [frames, coefficients, 1] for MFCC, and
 * [frames * melBins] for log-mel, frame after frame.
 *
 * @throws {RangeError} When the settings are not sound.
 *
 * @example
 * ```ts
 * import { featureShape } from "./wav_features.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const shape = featureShape({
 *   kind: "mfcc",
 *   sampleRateHz: 16_000,
 *   clipSamples: 16_000,
 *   frameSamples: 480,
 *   stepSamples: 320,
 *   melBins: 40,
 *   lowHz: 20,
 *   highHz: 4000,
 *   coefficients: 10,
 * });
 * assertEquals(shape, [49, 10, 1]);
 * ```
 */
export function featureShape(features: FeatureSettings): readonly number[] {
  checkFeatures(features);
  return features.kind === "mfcc"
    ? [frameCount(features), features.coefficients, 1]
    : [features.frames * features.melBins];
}
