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
const coefficients = Array.from({ length: 11 }, (_, i) => 1 / (21 - 2 * i));

/** `log2 x` for x in [3/4, 3/2]: `2 atanh(s)`, `s = (x - 1) / (x + 1)`, |s| <= 1/5, by its series. */
function log2BySeries(x: number): number {
  const s = (x - 1) / (x + 1);
  let series = 0;
  for (const coefficient of coefficients) series = series * s * s + coefficient;
  return 2 * s * series * log2OfE;
}

/** 1, 1 + 1/128, ... : where the pieces of [1, 2) begin; those from 3/2 on count as halves. */
const pieces = 128;
const halved = pieces / 2;
const begins = Float64Array.from({ length: pieces }, (_, i) => 1 + i / pieces);
const inverses = begins.map((begin) => 1 / begin);
const logarithms = begins.map((begin, i) => log2BySeries(i < halved ? begin : begin / 2));

/**
 * The logarithm to base 2: `x = 2^e * c * (1 + r)`, c the beginning of a piece of [1, 2) and r below
 * 1/128, so that seven terms of the series of ln (1 + r) leave less than 2^-53.
 * x positive, finite and at least 2^-1022.
 */
export function log2(x: number): number {
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  const piece = (high >>> 13) & (pieces - 1);
  const exponent = (high >>> 20) - exponentBias + (piece < halved ? 0 : 1);
  bits.setUint32(0, (high & 0xfffff) | (exponentBias << 20));
  const r = (bits.getFloat64(0) - begins[piece]!) * inverses[piece]!;
  const tail = 1 / 4 - r * (1 / 5 - r * (1 / 6 - r / 7));
  const ln = r - r * r * (1 / 2 - r * (1 / 3 - r * tail));
  return exponent + (logarithms[piece]! + ln * log2OfE);
}
