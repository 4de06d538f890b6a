/**
 * exp, logistic and tanh of a float32, correctly rounded but where the exact value lies within about
 * 1e-16 of the middle between two float32, relative to it: float64 arithmetic without a library
 * function, the same on every machine. A C library's `expf` and `tanhf` are what they stand for.
 */

const { fround } = Math;

const log2E = 1.4426950408889634;
/** ln 2 in two parts; the first has 33 bits, so that its product with n is exact. */
const ln2High = 6.93147180369123816490e-1;
const ln2Low = 1.90821492927058770002e-10;

/** 1 / k! for k from 14 down to 2. */
const factorials: readonly number[] = Array.from({ length: 13 }, (_, i) => {
  let product = 1;
  for (let k = 2; k <= 14 - i; k++) product *= k;
  return 1 / product;
});

/** 2^n for n in [-80, 80]: two of them make any scale of a float32. */
const powers = Float64Array.from({ length: 161 }, (_, i) => 2 ** (i - 80));

/** Where e^x leaves float32 for good, rounding included. */
const limit = 104;

/** `e^x = 2^n (1 + rest)`: rest is e^r - 1 for |r| <= ln 2 / 2, by its Taylor polynomial. */
function reduced(x: number): { readonly n: number; readonly rest: number } {
  const n = Math.floor(x * log2E + 0.5);
  const r = (x - n * ln2High) - n * ln2Low;
  let p = 0;
  for (const coefficient of factorials) p = p * r + coefficient;
  return { n, rest: r + r * r * p };
}

function timesPower(x: number, n: number): number {
  const half = n >> 1;
  return x * powers[half + 80]! * powers[n - half + 80]!;
}

/** e^x rounded to float32. */
export function roundedExp(x: number): number {
  if (x < -limit) return 0;
  if (x > limit) return Infinity;
  const { n, rest } = reduced(x);
  return fround(timesPower(1 + rest, n));
}

/** `1 / (1 + e^-x)`, each step rounded to float32. */
export function roundedLogistic(x: number): number {
  return fround(1 / fround(1 + roundedExp(-x)));
}

/** tanh x rounded to float32: `m / (m + 2)` with `m = e^2|x| - 1`, the sign of x. */
export function roundedTanh(x: number): number {
  const size = Math.abs(x);
  if (size > limit / 4) return x < 0 ? -1 : 1;
  const { n, rest } = reduced(2 * size);
  const m = n === 0 ? rest : timesPower(1 + rest, n) - 1;
  const tanh = m / (m + 2);
  return fround(x < 0 ? -tanh : tanh);
}
