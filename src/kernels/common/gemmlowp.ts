/**
 * gemmlowp's fixed-point exponential and reciprocal, on raw int32 (`fixedpoint/fixedpoint.h`).
 * Qm.n: m integer bits, n fractional bits, m + n = 31.
 */
import {
  clamp,
  roundingDivideByPowerOfTwo,
  saturatingRoundingDoublingHighMul,
} from "../../affine/mod.ts";

const int32Min = -(2 ** 31);
const int32Max = 2 ** 31 - 1;

/** `x * 2^exponent`, saturated to int32; exponent not negative. */
export function saturatingShiftLeft(x: number, exponent: number): number {
  return clamp(x * 2 ** exponent, int32Min, int32Max);
}

/** e^a in Q0.31 for a in [-1/4, 0) in Q0.31: a Taylor polynomial around -1/8. */
function expOnQuarter(a: number): number {
  const multiply = saturatingRoundingDoublingHighMul;
  const expOfMinusEighth = 1895147668;
  const third = 715827883;
  const x = a + 2 ** 28;
  const x2 = multiply(x, x);
  const x3 = multiply(x2, x);
  const x4 = multiply(x2, x2);
  const quarterX4 = roundingDivideByPowerOfTwo(x4, 2);
  const higher = roundingDivideByPowerOfTwo(multiply(quarterX4 + x3, third) + x2, 1);
  return expOfMinusEighth + multiply(expOfMinusEighth, x + higher);
}

/** e^-(2^k) in Q0.31 for k = -2 to 4. */
const barrel = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242] as const;

/** e^a in Q0.31 for a <= 0, `integerBits` 4 or 5 of them before the point. */
export function expOnNegative(a: number, integerBits: 4 | 5): number {
  if (a === 0) return int32Max;
  const fractionalBits = 31 - integerBits;
  const quarter = 2 ** (fractionalBits - 2);
  const inQuarter = (a & (quarter - 1)) - quarter;
  let result = expOnQuarter(inQuarter * 2 ** integerBits);
  const remainder = inQuarter - a;
  for (let k = -2; k < integerBits; k++) {
    if ((remainder & (2 ** (fractionalBits + k))) !== 0) {
      result = saturatingRoundingDoublingHighMul(result, barrel[k + 2]!);
    }
  }
  return result;
}

/** `2 / (1 + a)` in Q2.29 for a in [0, 1] in Q0.31: three Newton steps. */
export function twiceOverOnePlus(a: number): number {
  const multiply = saturatingRoundingDoublingHighMul;
  const half = Math.floor((a + 2 ** 31) / 2);
  let x = 1515870810 + multiply(half, -1010580540);
  for (let step = 0; step < 3; step++) {
    x += saturatingShiftLeft(multiply(x, 2 ** 29 - multiply(half, x)), 2);
  }
  return x;
}

/** `1 / (1 + a)` in Q0.31 for a in [0, 1] in Q0.31. */
export function oneOverOnePlus(a: number): number {
  return saturatingShiftLeft(twiceOverOnePlus(a), 1);
}
