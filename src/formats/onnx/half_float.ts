/**
 * The number that 16 bits of IEEE 754 binary16 stand for.
 *
 * @example
 * ```ts
 * import { halfFloat } from "./half_float.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0x3c00, 0xc000, 0x0001, 0x7c00].map(halfFloat), [1, -2, 2 ** -24, Infinity]);
 * ```
 */
export function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
