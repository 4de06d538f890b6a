import { type Below, type Resampling, resampling } from "../statistics/mod.ts";

/** Resamples behind every bootstrap interval: its ends are quantiles with 50 of them beyond. */
export const resampleCount = 2000;

/** The seeded stream of integers for a purpose. */
export type RandomSource = (...key: readonly (string | number)[]) => Below;

/** Resamples of so many items of a kind. */
export type Resamples = (what: "samples" | "draws", count: number) => Resampling;

/** Resamples, made once for each kind and count: what is compared is resampled alike. */
export function resamplesFrom(random: RandomSource): Resamples {
  const known = new Map<string, Resampling>();
  return (what, count) => {
    const key = `${what} ${count}`;
    const made = known.get(key) ??
      resampling(count, { resamples: resampleCount, below: random(what, count) });
    known.set(key, made);
    return made;
  };
}

/**
 * The differences of samples with one more each way. Where few samples, or none, tell two classifiers
 * apart, resampling them alone would know the difference too well; this is the adjustment of Bonett and
 * Price (2012, British Journal of Mathematical and Statistical Psychology 65:479).
 */
export function withPseudoSamples(vector: Float64Array): Float64Array {
  const longer = new Float64Array(vector.length + 2);
  longer.set(vector);
  longer.set([1, -1], vector.length);
  return longer;
}
