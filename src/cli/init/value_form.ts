import type { Domain, SampleSource } from "../../data/mod.ts";
import { mean, standardDeviation } from "../../statistics/mod.ts";

/** What raw values are, from a look at some of them. */
export interface ValueForm {
  readonly domain: Domain;
  readonly white: number;
  readonly step: number;
  /** In words. */
  readonly what: string;
  /** A ladder for the shift `offset`, in raw units: from a quarter of a standard deviation to two. */
  readonly offsets: readonly number[];
}

/** Samples that are looked at. */
const looked = 64;

/** Images have one or three channels and values from black to white; the rest is vectors. */
export function valueForm(source: SampleSource, ids: readonly number[]): ValueForm {
  const values = source.read(ids.slice(0, looked));
  const lo = values.reduce((a, b) => Math.min(a, b), Infinity);
  const hi = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const spread = standardDeviation(Array.from(values)) ?? 0;
  const unit = spread > 0 ? spread : Math.max(Math.abs(mean(Array.from(values))), 1);
  const offsets = [0.25, 0.5, 1, 1.5, 2].map((share) => Number((share * unit).toPrecision(3)));
  const [, , channels] = source.shape;
  const image = source.shape.length === 3 && (channels === 1 || channels === 3) && lo >= 0;
  if (image && hi > 1 && hi <= 255) {
    const whole = values.every(Number.isInteger);
    return {
      domain: "image",
      white: 255,
      step: whole ? 1 : 0,
      what: `images of ${whole ? "bytes" : "values"} from 0 to 255`,
      offsets,
    };
  }
  if (image && hi <= 1) {
    return { domain: "image", white: 1, step: 0, what: "images of values from 0 to 1", offsets };
  }
  const ends = [lo, hi].map((end) => end.toPrecision(3)).join(" to ");
  return { domain: "vector", white: 1, step: 0, what: `values from ${ends}`, offsets };
}
