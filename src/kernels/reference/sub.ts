import type { Elementwise, PairInt8, Run } from "../kernel_set.ts";
import { subMultipliers } from "../common/sub_multipliers.ts";
import { bindAddInt8 } from "./add.ts";
import { indexOf } from "./broadcast.ts";

const { fround } = Math;

/** Float32 subtraction with broadcasting: `y = clamp(a - b)`. */
export function subFloat32(
  { a, b, y, geometry, clamp: { min, max } }: Elementwise<Float32Array>,
): Run {
  const { elements, aPerSample, bPerSample } = geometry;
  const aIndex = indexOf(geometry.aIndex, elements);
  const bIndex = indexOf(geometry.bIndex, elements);
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      const [ai, bi, at] = [sample * aPerSample, sample * bPerSample, sample * elements];
      for (let i = 0; i < elements; i++) {
        const difference = fround(a[ai + aIndex[i]!]! - b[bi + bIndex[i]!]!);
        y[at + i] = Math.min(Math.max(difference, min), max);
      }
    }
  };
}

/**
 * Int8 subtraction with broadcasting: an addition whose second term is subtracted,
 * `acc = D((a - z_a) << 20, m_a) - D((b - z_b) << 20, m_b)`. Source: TensorFlow Lite SUB.
 */
export function subInt8({ rounding = "tflm", ...args }: PairInt8): Run {
  const { a, b, y } = args;
  const fixed = a.kind === "static" && b.kind === "static" && y.kind === "static"
    ? subMultipliers({ a: a.scale, b: b.scale, output: y.scale }, rounding)
    : undefined;
  return bindAddInt8(args, fixed, { sign: -1 });
}
