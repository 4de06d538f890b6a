import type { FixedPoint } from "../../affine/mod.ts";

/** Fixed-point multipliers `multiplier * 2^(shift - 31)`, one a channel, for the inner loops. */
export interface Requantizer {
  readonly multipliers: Int32Array;
  readonly shifts: Int32Array;
}

/** A requantizer of `channels` multipliers, all 0 until they are set. */
export function makeRequantizer(channels: number): Requantizer {
  return { multipliers: new Int32Array(channels), shifts: new Int32Array(channels) };
}

/** A requantizer that holds `multipliers`. */
export function requantizerOf(multipliers: readonly FixedPoint[]): Requantizer {
  return {
    multipliers: Int32Array.from(multipliers, ({ multiplier }) => multiplier),
    shifts: Int32Array.from(multipliers, ({ shift }) => shift),
  };
}

/** Sets the multiplier of a channel. */
export function setMultiplier(
  { multipliers, shifts }: Requantizer,
  channel: number,
  { multiplier, shift }: FixedPoint,
): void {
  multipliers[channel] = multiplier;
  shifts[channel] = shift;
}

/**
 * `multiplyByFixedPoint` of affine, equal to it for every int32 `x`, without a branch on signs, which
 * no processor predicts. The high multiply is the sum of two exact halves; the right shift e rounds
 * half up, `(d >> e) + bit e-1 of d`, on a d that is one lower where the value is negative, so that
 * ties go away from zero. `negative` is all ones for a right shift and 0 otherwise.
 */
export function requantize(
  x: number,
  channel: number,
  { multipliers, shifts }: Requantizer,
): number {
  const shift = shifts[channel]!;
  const negative = shift >> 31;
  const right = -shift & negative;
  const left = x << (shift & ~negative);
  const multiplier = multipliers[channel]!;
  const low = Math.floor(((left & 0xffff) * multiplier + 0x40000000) * 2 ** -16);
  const high = Math.floor(((left >> 16) * multiplier + low) * 2 ** -15) | 0;
  const d = (high + ((high >> 31) & negative)) | 0;
  return ((d >> right) + (((d << 1) >> right) & 1)) | 0;
}
