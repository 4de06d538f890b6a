import { type Distribution, distributionOf } from "../../src/calibrate/distribution.ts";
import { histogramOf, mergeHistograms } from "../../src/calibrate/histogram.ts";

/** The Distribution of some samples, in that order; those without a finite element have no extremes. */
export function distributionOfSamples(
  samples: readonly Float32Array[],
  samplesAsked = samples.length,
): Distribution {
  const finite = samples.map((sample) => sample.filter(Number.isFinite))
    .filter((sample) => sample.length > 0);
  return distributionOf(mergeHistograms(samples.map(histogramOf)), {
    perSample: {
      min: Float32Array.from(finite, (sample) => Math.min(...sample)),
      max: Float32Array.from(finite, (sample) => Math.max(...sample)),
    },
    samplesAsked,
  });
}

/** Uniform numbers in [0, 1): `x = 1664525 x + 1013904223 mod 2^32`. */
export function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Approximately normal numbers: the sum of twelve uniforms, less 6. */
export function normals(seed: number): () => number {
  const uniform = uniforms(seed);
  return () => {
    let sum = 0;
    for (let i = 0; i < 12; i++) sum += uniform();
    return sum - 6;
  };
}

/** Eight samples of 4096 cubed normals: a sharp peak and far tails. */
export function peakedSamples(): readonly Float32Array[] {
  const normal = normals(12345);
  return Array.from({ length: 8 }, () =>
    Float32Array.from({ length: 4096 }, () => {
      const g = normal();
      return g * g * g;
    }));
}

/** The samples after a ReLU. */
export function relu(samples: readonly Float32Array[]): readonly Float32Array[] {
  return samples.map((sample) => sample.map((x) => Math.max(x, 0)));
}
