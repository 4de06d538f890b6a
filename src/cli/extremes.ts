import { type BoundShape, elementCount } from "../tensor/mod.ts";

/** Samples that are looked at, at most, and the values that they may have. */
const looked = { samples: 64, values: 2 ** 23 };

/** Samples of a shape that are looked at to tell what their values are. */
export function samplesLookedAt(shape: BoundShape): number {
  return Math.max(1, Math.min(looked.samples, Math.floor(looked.values / elementCount(shape))));
}

/** The smallest and the largest of some values. */
export function extremesOf(
  values: Float32Array,
): { readonly lo: number; readonly hi: number } {
  return {
    lo: values.reduce((a, b) => Math.min(a, b), Infinity),
    hi: values.reduce((a, b) => Math.max(a, b), -Infinity),
  };
}

/** A value with three digits. */
export function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
