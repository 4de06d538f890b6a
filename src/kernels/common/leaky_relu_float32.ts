/** `x` where x >= 0, else `alpha * x`, rounded to float32. */
export function leakyReluFloat32(x: number, alpha: number): number {
  return x >= 0 ? x : Math.fround(alpha * x);
}
