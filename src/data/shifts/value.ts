import type { BoundShape } from "../../tensor/mod.ts";
import { imageSize } from "./shift.ts";

/**
 * Adds `amount` to the value V of each pixel in HSV, clipped to [0, 1], with hue and saturation kept.
 * V is the pixel itself with one channel. With three it is their maximum, and hue and saturation stay
 * when all three are scaled by V' / V; black becomes the gray V'.
 *
 * @throws {RangeError} When the image has neither one channel nor three.
 */
export function addToValue(
  values: Float64Array,
  options: { readonly amount: number; readonly shape: BoundShape },
): Float64Array {
  const { amount, shape } = options;
  const { channels } = imageSize(shape);
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(
      `Cannot brighten or darken an image: it must have 1 or 3 channels, got ${channels}`,
    );
  }
  const shifted = new Float64Array(values.length);
  for (let pixel = 0; pixel < values.length; pixel += channels) {
    const end = pixel + channels;
    let value = 0;
    for (let at = pixel; at < end; at++) value = Math.max(value, values[at]!);
    const target = Math.min(Math.max(value + amount, 0), 1);
    for (let at = pixel; at < end; at++) {
      shifted[at] = value === 0 ? target : values[at]! / value * target;
    }
  }
  return shifted;
}
