/** gemmlowp's fixed-point functions on BigInt, from their published form. */
import { rdbpot, saturated, srdhm } from "./arithmetic.ts";

const one = 2n ** 31n - 1n;

/** e^a, a <= 0 with `integerBits` integer bits, in Q0.31. */
export function expNegative(a: bigint, integerBits: number): bigint {
  if (a === 0n) return one;
  const fraction = BigInt(31 - integerBits);
  const quarter = 1n << (fraction - 2n);
  const inQuarter = (a & (quarter - 1n)) - quarter;
  const x = (inQuarter << BigInt(integerBits)) + (1n << 28n);
  const x2 = srdhm(x, x);
  const x3 = srdhm(x2, x);
  const x4 = srdhm(x2, x2);
  const sixth = srdhm(rdbpot(x4, 2) + x3, 715827883n);
  let result = 1895147668n + srdhm(1895147668n, x + rdbpot(sixth + x2, 1));
  const remainder = inQuarter - a;
  const factors = [1672461947n, 1302514674n, 790015084n, 290630308n, 39332535n, 720401n, 242n];
  factors.forEach((factor, i) => {
    const exponent = i - 2;
    if (integerBits <= exponent) return;
    if ((remainder >> (fraction + BigInt(exponent))) & 1n) result = srdhm(result, factor);
  });
  return result;
}

/** The Newton iteration for 2 / (1 + a), a in Q0.31, in Q2.29. */
function newton(a: bigint): bigint {
  const half = (a + 2n ** 31n) >> 1n;
  let x = 1515870810n + srdhm(half, -1010580540n);
  for (let i = 0; i < 3; i++) x += saturated(srdhm(x, 2n ** 29n - srdhm(half, x)), 2);
  return x;
}

/** 1 / (1 + a) in Q0.31. */
export const reciprocal = (a: bigint) => saturated(newton(a), 1);

/** Logistic of Q4.27 in Q0.31. */
export function logistic(a: bigint): bigint {
  if (a === 0n) return 2n ** 30n;
  const positive = reciprocal(expNegative(a > 0n ? -a : a, 4));
  return a > 0n ? positive : one - positive;
}

/** tanh of Q4.27 in Q0.31. */
export function tanh(a: bigint): bigint {
  if (a === 0n) return 0n;
  const positive = saturated(newton(expNegative(a > 0n ? -a : a, 5)) - 2n ** 29n, 2);
  return a > 0n ? positive : -positive;
}
