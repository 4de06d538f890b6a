/** Mel-frequency cepstral coefficients as MLPerf Tiny's keyword spotting defines them. */
export interface MfccSettings {
  readonly kind: "mfcc";
  readonly sampleRateHz: number;
  /** Samples that a clip is cut to, or filled with zeros to. */
  readonly clipSamples: number;
  readonly frameSamples: number;
  readonly stepSamples: number;
  readonly melBins: number;
  readonly lowHz: number;
  readonly highHz: number;
  readonly coefficients: number;
}

/** Log-mel energies in decibels as MLPerf Tiny's anomaly detection defines them. */
export interface LogMelSettings {
  readonly kind: "log-mel";
  readonly sampleRateHz: number;
  /** Samples that a clip is cut to, or filled with zeros to. */
  readonly clipSamples: number;
  /** Length of a frame and of its Fourier transform: a power of two. */
  readonly fftSamples: number;
  readonly stepSamples: number;
  readonly melBins: number;
  /** The frames that are kept: the first and how many. */
  readonly firstFrame: number;
  readonly frames: number;
}

/** What is made of a clip of one channel. */
export type FeatureSettings = MfccSettings | LogMelSettings;

/** Makes the features of a clip: samples in [-1, 1], no more than `clipSamples` of them. */
export type FeatureExtractor = (samples: Float32Array) => Float32Array;

/** The length of the Fourier transform: for MFCC the power of two that holds a frame. */
export function fftSamples(features: FeatureSettings): number {
  if (features.kind === "log-mel") return features.fftSamples;
  let length = 1;
  while (length < features.frameSamples) length *= 2;
  return length;
}

/**
 * Frames of a clip: for MFCC those that lie wholly within it; for log-mel those that are kept, of
 * the frames centred on every step from its first sample on.
 */
export function frameCount(features: FeatureSettings): number {
  if (features.kind === "log-mel") return features.frames;
  return 1 + Math.floor((features.clipSamples - features.frameSamples) / features.stepSamples);
}
