/**
 * exp, ln, sine and cosine from + - * / alone. The engine's own Math.exp and its like may differ in
 * their last bit from one machine to the next; these do not, so neither does what is made from them.
 */

/** ln 2 in two parts: the first has trailing zeros, so that a small integer times it is exact. */
const LN2_HI = 0.693147180369123816490;
const LN2_LO = 1.90821492927058770002e-10;
const SQRT_HALF = 0.70710678118654752;

/** Terms of exp's Taylor series: at |r| <= ln(2) / 2 the first one left out is below 2^-57. */
const EXP_TERMS = 14;
/** Terms of ln's atanh series: at |s| <= 0.172 the first one left out is below 2^-59. */
const LN_TERMS = 11;

const PI = 3.14159265358979323846;
/** Terms of the series of sine and cosine: at |t| <= pi / 4 the first one left out is below 2^-57. */
const TURN_TERMS = 8;

const BIAS = 1023;
const FRACTION_BITS = 20; // of the high word
const MIN_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;

/** Eight bytes to see a number's bits; always written before it is read. */
const bits = new DataView(new ArrayBuffer(8));

/** 2^power, exact, for -1022 <= power <= 1023. */
function powerOfTwo(power: number): number {
  bits.setUint32(0, (power + BIAS) << FRACTION_BITS);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** x = mantissa * 2^power with mantissa in [1, 2), for a normal x > 0. */
function split(x: number): { readonly mantissa: number; readonly power: number } {
  bits.setFloat64(0, x);
  const power = (bits.getUint32(0) >>> FRACTION_BITS) - BIAS;
  return { mantissa: x / powerOfTwo(power), power };
}

/**
 * e^x for -708 <= x <= 709, within 2 units in the last place: x = k ln 2 + r, then r's Taylor series.
 *
 * @throws {RangeError} When x is outside that range, where the result is not a normal number.
 *
 * @example
 * ```ts
 * import { exp } from "./exact_math.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(exp(0), 1);
 * ```
 */
export function exp(x: number): number {
  if (!(x >= -708 && x <= 709)) {
    throw new RangeError(`Cannot compute exp: x must lie in [-708, 709], got ${x}`);
  }
  const k = Math.floor(x / (LN2_HI + LN2_LO) + 0.5);
  const r = (x - k * LN2_HI) - k * LN2_LO;
  let sum = 1;
  for (let term = EXP_TERMS; term >= 1; term--) sum = 1 + (r / term) * sum;
  // Two steps, so that 2^k itself need not be a number.
  const half = Math.trunc(k / 2);
  return sum * powerOfTwo(half) * powerOfTwo(k - half);
}

/**
 * The natural logarithm of a positive finite x, within 4 units in the last place:
 * ln(m 2^k) = k ln 2 + 2 atanh((m - 1) / (m + 1)), with m in [sqrt(1/2), sqrt(2)).
 *
 * @throws {RangeError} When x is not positive and finite.
 *
 * @example
 * ```ts
 * import { ln } from "./exact_math.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ln(1), 0);
 * ```
 */
export function ln(x: number): number {
  if (!(x > 0 && x < Infinity)) {
    throw new RangeError(`Cannot compute ln: x must be positive and finite, got ${x}`);
  }
  const tiny = x < MIN_NORMAL;
  const { mantissa, power } = split(tiny ? x * TWO_54 : x);
  const high = mantissa * SQRT_HALF >= 1;
  const m = high ? mantissa / 2 : mantissa;
  const k = power + (high ? 1 : 0) - (tiny ? 54 : 0);
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum = 0;
  for (let term = LN_TERMS; term >= 1; term--) sum = square * (1 / (2 * term + 1) + sum);
  return k * LN2_HI + (2 * s + (2 * s * sum + k * LN2_LO));
}

/** x = r + quarter / 2 with |r| <= 1/4; every step is exact. The quarter counts modulo 4. */
function quarterTurn(x: number): { readonly r: number; readonly quarter: number } {
  const turn = x % 2;
  const quarter = Math.floor(2 * turn + 0.5);
  return { r: turn - quarter / 2, quarter: quarter & 3 };
}

/** sin(pi r) for |r| <= 1/4: its Taylor series, the first term apart. */
function sineOf(r: number): number {
  const t = PI * r;
  let tail = 0;
  for (let term = TURN_TERMS; term >= 1; term--) {
    tail = -((t * t) / (2 * term * (2 * term + 1))) * (1 + tail);
  }
  return t + t * tail;
}

/** cos(pi r) for |r| <= 1/4: its Taylor series, the first term apart. */
function cosineOf(r: number): number {
  const t = PI * r;
  let tail = 0;
  for (let term = TURN_TERMS; term >= 1; term--) {
    tail = -((t * t) / ((2 * term - 1) * (2 * term))) * (1 + tail);
  }
  return 1 + tail;
}

/**
 * sin(pi x) within 2 units in the last place; exact where 2 x is whole.
 *
 * @throws {RangeError} When x is not finite.
 *
 * @example
 * ```ts
 * import { sinPi } from "./exact_math.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sinPi(1.5), -1);
 * ```
 */
export function sinPi(x: number): number {
  if (!Number.isFinite(x)) throw new RangeError(`Cannot compute sinPi: x must be finite, got ${x}`);
  const { r, quarter } = quarterTurn(x);
  const size = quarter % 2 === 0 ? sineOf(r) : cosineOf(r);
  // Zero minus a value, so that the sine of a whole number is never -0.
  return quarter < 2 ? size : 0 - size;
}

/**
 * cos(pi x) within 2 units in the last place; exact where 2 x is whole.
 *
 * @throws {RangeError} When x is not finite.
 *
 * @example
 * ```ts
 * import { cosPi } from "./exact_math.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cosPi(1), -1);
 * ```
 */
export function cosPi(x: number): number {
  if (!Number.isFinite(x)) throw new RangeError(`Cannot compute cosPi: x must be finite, got ${x}`);
  const { r, quarter } = quarterTurn(x);
  const size = quarter % 2 === 0 ? cosineOf(r) : sineOf(r);
  return quarter === 1 || quarter === 2 ? 0 - size : size;
}
