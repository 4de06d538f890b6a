import { expFloat32 } from "./exp_float32.ts";

const { fround } = Math;

/** `1 / (1 + e^-x)` in float32, each step rounded; within 1e-7 of the exact value. NaN stays NaN. */
export function sigmoidFloat32(x: number): number {
  return fround(1 / fround(1 + expFloat32(-x)));
}
