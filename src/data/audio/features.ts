/** What is made of a clip of one channel. */
export type FeatureSettings =
  | {
    /** Mel-frequency cepstral coefficients as MLPerf Tiny's keyword spotting defines them. */
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
  | {
    /** Log-mel energies in decibels as MLPerf Tiny's anomaly detection defines them. */
    readonly kind: "log-mel";
    readonly sampleRateHz: number;
    readonly clipSamples: number;
    readonly fftSamples: number;
    readonly stepSamples: number;
    readonly melBins: number;
    /** The frames that are kept: the first and how many. */
    readonly firstFrame: number;
    readonly frames: number;
  };
