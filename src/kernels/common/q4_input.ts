import { type AffineParameters, fixedPoint, multiplyByFixedPoint } from "../../affine/mod.ts";

/**
 * Distances from zero brought to Q4.27, where logistic and tanh of TensorFlow Lite Micro take their
 * input; beyond `radius` steps the function is saturated (`CalculateInputRadius`).
 */
export interface Q4Input {
  readonly radius: number;
  /** The Q4.27 value of a distance within the radius. */
  toQ4(steps: number): number;
}

/**
 * The Q4.27 form of an input. A scale of 8 or more leaves a radius of 0: every code saturates. Below
 * a scale of 2^-27, where TensorFlow Lite Micro overflows its radius, no code does.
 */
export function q4Input({ scale }: AffineParameters): Q4Input {
  if (scale >= 8) return { radius: 0, toQ4: () => 0 };
  const multiplier = fixedPoint(scale * 2 ** 27);
  return {
    radius: Math.floor(15 * 2 ** 27 / 2 ** multiplier.shift),
    toQ4: (steps) => multiplyByFixedPoint(steps, multiplier),
  };
}
