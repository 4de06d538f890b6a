import { type BoundShape, elementCount } from "../tensor/mod.ts";
import type { Preprocessing } from "./schema.ts";

/**
 * Raw samples [samples, H, W, C] as model inputs: `(x / divisor - mean[c]) / std[c]`, each step in
 * float32, in the axis order of the model. Shifts come before this, never after.
 */
export function preprocess(
  raw: Float32Array,
  shape: BoundShape,
  { divisor, mean, std, layout }: Preprocessing,
): Float32Array {
  const [height, width, channels] = shape as readonly [number, number, number];
  const elements = elementCount(shape);
  const plane = height * width;
  const result = new Float32Array(raw.length);
  for (let i = 0; i < raw.length; i++) {
    const c = i % channels;
    const centred = Math.fround(Math.fround(raw[i]! / divisor) - mean[c % mean.length]!);
    const value = centred / std[c % std.length]!;
    if (layout === "nhwc") {
      result[i] = value;
      continue;
    }
    const sample = Math.floor(i / elements);
    const position = Math.floor((i % elements) / channels);
    result[sample * elements + c * plane + position] = value;
  }
  return result;
}
