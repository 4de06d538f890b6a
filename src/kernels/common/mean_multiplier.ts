import { type FixedPoint, fixedPoint } from "../../affine/mod.ts";

/**
 * The multiplier of a mean over `count` codes between static parameters: that of `s_in / s_out`,
 * divided by `count` in integers. With `(m, e)` its fixed-point form and
 * `k = min(floor(log2 count), 32, 31 + e)`: `floor(m 2^k / count)` and `e - k`.
 * Source: TensorFlow Lite Micro MEAN.
 */
export function meanMultiplier(
  inputScale: number,
  outputScale: number,
  { count }: { readonly count: number },
): FixedPoint {
  const { multiplier, shift } = fixedPoint(inputScale / outputScale);
  const k = Math.min(31 - Math.clz32(count), 32, 31 + shift);
  const divided = (BigInt(multiplier) << BigInt(k)) / BigInt(count);
  return { multiplier: Number(divided), shift: shift - k };
}
