import type { FixedPoint } from "../../affine/mod.ts";
import type { Elementwise, Int8Buffer, PairInt8, Run } from "../kernel_set.ts";
import { accumulatorUnit } from "../common/derivation.ts";
import { mulMultiplier } from "../common/mul_multiplier.ts";
import { scaleOf, zeroPointOf } from "../common/sample_parameters.ts";
import { indexOf } from "./broadcast.ts";
import { unitFinish } from "./unit_finish.ts";

const { fround } = Math;

/** Float32 multiplication with broadcasting: `y = clamp(a * b)`. */
export function mulFloat32(
  { a, b, y, geometry, clamp: { min, max } }: Elementwise<Float32Array>,
): Run {
  const { elements, aPerSample, bPerSample } = geometry;
  const aIndex = indexOf(geometry.aIndex, elements);
  const bIndex = indexOf(geometry.bIndex, elements);
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      const [ai, bi, at] = [sample * aPerSample, sample * bPerSample, sample * elements];
      for (let i = 0; i < elements; i++) {
        const product = fround(a[ai + aIndex[i]!]! * b[bi + bIndex[i]!]!);
        y[at + i] = Math.min(Math.max(product, min), max);
      }
    }
  };
}

/**
 * Int8 multiplication with broadcasting: `acc = (a - z_a) * (b - z_b)`, unit `f(s_a * s_b)`, multiplier
 * between static parameters by the profile ({@linkcode mulMultiplier}). Source: TensorFlow Lite MUL.
 */
export function mulInt8({ a, b, y, geometry, clamp, rounding = "tflm" }: PairInt8): Run {
  const fixed = a.kind === "static" && b.kind === "static" && y.kind === "static"
    ? mulMultiplier({ a: a.scale, b: b.scale, output: y.scale }, rounding)
    : undefined;
  return bindMulInt8({ a, b, y, geometry, clamp }, fixed);
}

/** {@linkcode mulInt8} with the multiplier of the output given. */
export function bindMulInt8(
  { a, b, y, geometry, clamp }: Elementwise<Int8Buffer>,
  multiplier: FixedPoint | undefined,
): Run {
  const { elements, aPerSample, bPerSample } = geometry;
  const aIndex = indexOf(geometry.aIndex, elements);
  const bIndex = indexOf(geometry.bIndex, elements);
  const finish = unitFinish({ y, clamp, multiplier });
  const accumulators = new Int32Array(elements);
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      const [aZero, bZero] = [zeroPointOf(a, sample), zeroPointOf(b, sample)];
      const [ai, bi] = [sample * aPerSample, sample * bPerSample];
      for (let i = 0; i < elements; i++) {
        const left = a.data[ai + aIndex[i]!]! - aZero;
        const right = b.data[bi + bIndex[i]!]! - bZero;
        accumulators[i] = Math.imul(left, right);
      }
      const unit = accumulatorUnit(scaleOf(a, sample), scaleOf(b, sample));
      finish(accumulators, { sample, unit });
    }
  };
}
