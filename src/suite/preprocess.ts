import { type BoundShape, elementCount } from "../tensor/mod.ts";
import type { Preprocessing } from "./schema.ts";

/** Model inputs that one sample of a shape gives: its windows, or one. */
export function inputsPerSample(shape: BoundShape, { windows }: Preprocessing): number {
  if (windows === undefined) return 1;
  return Math.floor((elementCount(shape) - windows.size) / windows.step) + 1;
}

/** The shape of a model input, without the batch. */
export function modelInputShape(shape: BoundShape, preprocessing: Preprocessing): BoundShape {
  const { windows, layout } = preprocessing;
  if (windows !== undefined) return [windows.size];
  const [height, width, channels] = shape;
  return layout === "nchw" ? [channels!, height!, width!] : shape;
}

/**
 * Raw samples of a shape as model inputs, the windows of a sample one after the other:
 * `(x / divisor - mean[c]) / std[c]`, each number and step in float32, in the axis order of the model; c is
 * the position on the last axis. Shifts come before this, never after.
 */
export function preprocess(
  raw: Float32Array,
  shape: BoundShape,
  preprocessing: Preprocessing,
): Float32Array {
  const { layout, windows } = preprocessing;
  const divisor = Math.fround(preprocessing.divisor);
  const mean = Float32Array.from(preprocessing.mean);
  const std = Float32Array.from(preprocessing.std);
  const values = windows === undefined ? raw : cut(raw, elementCount(shape), windows);
  const [height, width, channels] = shape as readonly [number, number, number];
  const elements = elementCount(shape);
  const plane = height * width;
  const result = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const centred = Math.fround(Math.fround(values[i]! / divisor) - mean[i % mean.length]!);
    const value = centred / std[i % std.length]!;
    if (layout !== "nchw") {
      result[i] = value;
      continue;
    }
    const sample = Math.floor(i / elements);
    const position = Math.floor((i % elements) / channels);
    result[sample * elements + i % channels * plane + position] = value;
  }
  return result;
}

/** The windows of samples of that many elements. */
function cut(
  raw: Float32Array,
  elements: number,
  { size, step }: NonNullable<Preprocessing["windows"]>,
): Float32Array {
  const perSample = Math.floor((elements - size) / step) + 1;
  const samples = raw.length / elements;
  const result = new Float32Array(samples * perSample * size);
  for (let i = 0; i < samples * perSample; i++) {
    const start = Math.floor(i / perSample) * elements + (i % perSample) * step;
    result.set(raw.subarray(start, start + size), i * size);
  }
  return result;
}
