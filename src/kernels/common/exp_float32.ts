const { fround } = Math;

const log2E = fround(1.4426950216293335);
/** ln 2 in two parts; the first has 10 bits, so that its product with n is exact. */
const ln2High = 0.693359375;
const ln2Low = fround(-0.00021219444170128554);

/** Minimax coefficients of `(e^r - 1 - r) / r^2` on |r| <= ln 2 / 2, relative error of e^r 3.1e-9. */
const [p0, p1, p2, p3, p4] = [
  fround(0.4999999403953552),
  fround(0.1666652113199234),
  fround(0.04166838899254799),
  fround(0.00836874544620514),
  fround(0.0013814537087455392),
] as const;

/** Below it e^x is no normal float32. */
const lowest = fround(-87.33654022216797);
/** Above it e^x is no finite float32. */
const highest = fround(88.72283172607422);

/** 2^n for n in [-64, 64]: two of them make any scale needed. */
const powers = Float32Array.from({ length: 129 }, (_, i) => 2 ** (i - 64));

/**
 * e^x in float32, at most 1 ulp from the exact value: `x = n ln 2 + r` (Cody and Waite), a polynomial
 * in r, times 2^n. Each step is rounded to float32, in this order, on every machine. Results below
 * 2^-126 are 0, NaN stays NaN.
 *
 * @example
 * ```ts
 * import { expFloat32 } from "./exp_float32.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0, 1, -200, 200].map(expFloat32), [1, Math.fround(Math.E), 0, Infinity]);
 * ```
 */
export function expFloat32(x: number): number {
  if (x < lowest) return 0;
  if (x > highest) return Infinity;
  if (x !== x) return x;
  const n = Math.floor(fround(fround(x * log2E) + 0.5));
  const r = fround(fround(x - fround(n * ln2High)) - fround(n * ln2Low));
  let p = fround(fround(p4 * r) + p3);
  p = fround(fround(p * r) + p2);
  p = fround(fround(p * r) + p1);
  p = fround(fround(p * r) + p0);
  const e = fround(fround(fround(fround(r * r) * p) + r) + 1);
  const half = n >> 1;
  return fround(fround(e * powers[half + 64]!) * powers[n - half + 64]!);
}
