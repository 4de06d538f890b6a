/**
 * Powers and logarithms of two from the bits of a double and IEEE arithmetic alone, so that they are
 * the same on every machine. `Math.log2` and `Math.pow` may differ in the last bit.
 */

const bits = new DataView(new ArrayBuffer(8));
const exponentBias = 1023;

/** The largest integer `e` with `2^e <= x`; x positive, finite and at least 2^-1022. */
export function floorLog2(x: number): number {
  bits.setFloat64(0, x);
  return (bits.getUint16(0) >>> 4) - exponentBias;
}

/** `2^exponent`, exactly; exponent an integer in [-1022, 1023]. */
export function powerOfTwo(exponent: number): number {
  bits.setUint32(0, (exponent + exponentBias) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** 1 / ln 2. */
const log2OfE = 1.4426950408889634;

/** 1, 1/3, ... 1/21, the coefficients of atanh(s) / s in s^2, highest first. */
const coefficients = [21, 19, 17, 15, 13, 11, 9, 7, 5, 3, 1].map((n) => 1 / n);

/**
 * The logarithm to base 2: `x = m * 2^e` with m in [2/3, 4/3), then `ln m = 2 atanh(s)` with
 * `s = (m - 1) / (m + 1)` by its series. |s| <= 1/5, so that eleven terms leave less than 2^-53.
 * x positive, finite and at least 2^-1022.
 */
export function log2(x: number): number {
  let exponent = floorLog2(x);
  let mantissa = x * powerOfTwo(-exponent);
  if (mantissa > 4 / 3) {
    mantissa /= 2;
    exponent++;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let series = 0;
  for (const coefficient of coefficients) series = series * square + coefficient;
  return exponent + 2 * s * series * log2OfE;
}
