import type { Elementwise, Int8Buffer, Run } from "../kernel_set.ts";
import {
  addLeftShift,
  type AddMultipliers,
  addMultipliers,
  derivedAddInputs,
} from "../common/add_multipliers.ts";
import {
  makeRequantizer,
  requantize,
  type Requantizer,
  setMultiplier,
} from "../common/requantizer.ts";
import { scaleOf, zeroPointOf } from "../common/sample_parameters.ts";
import { indexOf } from "./broadcast.ts";
import { unitFinish } from "./unit_finish.ts";

const { fround } = Math;

/** Float32 addition with broadcasting: `y = clamp(a + b)`. */
export function addFloat32(
  { a, b, y, geometry, clamp: { min, max } }: Elementwise<Float32Array>,
): Run {
  const { elements, aPerSample, bPerSample } = geometry;
  const aIndex = indexOf(geometry.aIndex, elements);
  const bIndex = indexOf(geometry.bIndex, elements);
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      const [ai, bi, at] = [sample * aPerSample, sample * bPerSample, sample * elements];
      for (let i = 0; i < elements; i++) {
        const sum = fround(a[ai + aIndex[i]!]! + b[bi + bIndex[i]!]!);
        y[at + i] = Math.min(Math.max(sum, min), max);
      }
    }
  };
}

/**
 * Int8 addition with broadcasting: `acc = D((a - z_a) << 20, m_a) + D((b - z_b) << 20, m_b)`, then the
 * finish of the output. Source: TensorFlow Lite Micro ADD; with anything dynamic the multipliers
 * are derived for each sample in float32.
 */
export function addInt8({ a, b, y, geometry, clamp }: Elementwise<Int8Buffer>): Run {
  const fixed = a.kind === "static" && b.kind === "static" && y.kind === "static"
    ? addMultipliers({ a: a.scale, b: b.scale, output: y.scale })
    : undefined;
  return bindAddInt8({ a, b, y, geometry, clamp }, fixed);
}

/**
 * {@linkcode addInt8} with the multipliers of the inputs and the output given; `sign` -1 subtracts the
 * second term.
 */
export function bindAddInt8(
  { a, b, y, geometry, clamp }: Elementwise<Int8Buffer>,
  fixed: AddMultipliers | undefined,
  { sign = 1 }: { readonly sign?: 1 | -1 } = {},
): Run {
  const { elements, aPerSample, bPerSample } = geometry;
  const aIndex = indexOf(geometry.aIndex, elements);
  const bIndex = indexOf(geometry.bIndex, elements);
  const inputs = makeRequantizer(2);
  if (fixed) setInputs(inputs, fixed);
  const finish = unitFinish({ y, clamp, multiplier: fixed?.output });
  const accumulators = new Int32Array(elements);
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      let unit = 0;
      if (!fixed) {
        const derived = derivedAddInputs(scaleOf(a, sample), scaleOf(b, sample));
        setInputs(inputs, derived);
        unit = derived.unit;
      }
      const [aZero, bZero] = [zeroPointOf(a, sample), zeroPointOf(b, sample)];
      const [ai, bi] = [sample * aPerSample, sample * bPerSample];
      for (let i = 0; i < elements; i++) {
        const left = (a.data[ai + aIndex[i]!]! - aZero) << addLeftShift;
        const right = (b.data[bi + bIndex[i]!]! - bZero) << addLeftShift;
        accumulators[i] = requantize(left, 0, inputs) + sign * requantize(right, 1, inputs);
      }
      finish(accumulators, { sample, unit });
    }
  };
}

function setInputs(inputs: Requantizer, { a, b }: Pick<AddMultipliers, "a" | "b">): void {
  setMultiplier(inputs, 0, a);
  setMultiplier(inputs, 1, b);
}
