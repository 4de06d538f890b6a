/** The elementwise int8 functions of one code, from their published formulas. */
import {
  codesOf,
  hold,
  type Parameters,
  quantizeMultiplier,
  rdbpot,
  round,
  saturated,
  scaled,
  srdhm,
} from "./arithmetic.ts";
import type { Bounds } from "./finish.ts";
import { logistic, tanh } from "./gemmlowp.ts";

const f = Math.fround;
const toCode = (x: number) => hold(x, -128, 127);

/** A function of a code of `x` with a code of `y` as result. */
export type CodeFunction = (code: number, x: Parameters, y: Parameters) => number;

/** Requantization by `ratio` of the scales. */
export function requantized(ratio: (x: number, y: number) => number): CodeFunction {
  return (code, x, y) => {
    const m = quantizeMultiplier(ratio(x.scale, y.scale));
    return toCode(scaled(code - x.zeroPoint, m) + y.zeroPoint);
  };
}

/** Clamp: RELU with any bounds. */
export function clamped(bounds: Bounds): CodeFunction {
  return (code, x, y) => {
    const m = quantizeMultiplier(f(x.scale / y.scale));
    const { lo, hi } = codesOf(bounds, y);
    return hold(scaled(code - x.zeroPoint, m) + y.zeroPoint, lo, hi);
  };
}

/** RELU6 of TensorFlow Lite Micro: codes held to those of 0 and 6 in the input's parameters. */
export const relu6Code: CodeFunction = (code, x) => {
  const { lo, hi } = codesOf({ min: 0, max: 6 }, x);
  return hold(code, lo, hi);
};

/** A function tabled in float32 by TensorFlow Lite 2.21. */
function float32Code(of: (real: number) => number): CodeFunction {
  return (code, x, y) => {
    const value = f(of(f(x.scale * (code - x.zeroPoint))));
    return toCode(round(f(value * f(1 / y.scale))) + y.zeroPoint);
  };
}

/** LOGISTIC in float32. */
export const float32Logistic = float32Code((real) => 1 / f(1 + f(Math.exp(-real))));

/** TANH in float32. */
export const float32Tanh = float32Code(Math.tanh);

/** LEAKY_RELU. */
export function leaky(alpha: number): CodeFunction {
  return (code, x, y) => {
    const steps = code - x.zeroPoint;
    if (steps >= 0) {
      return toCode(scaled(steps, quantizeMultiplier(f(x.scale / y.scale))) + y.zeroPoint);
    }
    const slope = f(f(x.scale * alpha) / y.scale);
    const size = scaled(steps, quantizeMultiplier(Math.abs(slope)));
    return toCode((slope < 0 ? -size : size) + y.zeroPoint);
  };
}

function inQ4(
  code: number,
  { scale, zeroPoint }: Parameters,
  { low, high, code: toResult }: {
    readonly low: number;
    readonly high: number;
    readonly code: (q4: bigint) => number;
  },
): number {
  const steps = code - zeroPoint;
  const m = quantizeMultiplier(scale * 2 ** 27);
  const radius = Math.floor(15 * 2 ** 27 / 2 ** m.e);
  if (steps <= -radius) return low;
  if (steps >= radius) return high;
  return toResult(BigInt(scaled(steps, m)));
}

/** LOGISTIC. */
export const logisticCode: CodeFunction = (code, x) =>
  inQ4(code, x, {
    low: -128,
    high: 127,
    code: (q4) => toCode(Number(rdbpot(logistic(q4), 23)) - 128),
  });

/** TANH. */
export const tanhCode: CodeFunction = (code, x) =>
  inQ4(code, x, {
    low: -128,
    high: 127,
    code: (q4) => toCode(Number(rdbpot(tanh(q4), 24))),
  });

/** Hard sigmoid: our own formula. */
export function hardSigmoidCode(alpha: number, beta: number): CodeFunction {
  return (code, x, y) => {
    const slope = f(f(f(alpha) * x.scale) / y.scale);
    const size = scaled(code - x.zeroPoint, quantizeMultiplier(Math.abs(slope)));
    const { lo, hi } = codesOf({ min: 0, max: 1 }, y);
    const value = (slope < 0 ? -size : size) + round(f(f(beta) / y.scale)) + y.zeroPoint;
    return hold(value, lo, hi);
  };
}

/** HARD_SWISH; an output scale of at most s_in / 128 shifts the result left at the end. */
export const hardSwishCode: CodeFunction = (code, x, y) => {
  const fine = f(x.scale / 128);
  const sixteen = (value: number) => {
    const { m, e } = quantizeMultiplier(value);
    const rounded = (m + 2n ** 15n) >> 16n;
    return { m: rounded > 32767n ? 32767n : rounded, e };
  };
  const output = sixteen(f(fine / y.scale));
  const gate = sixteen(f(fine / f(3 / 32768)));
  const v = BigInt((code - x.zeroPoint) * 128);
  const p = srdhm(v, output.m, 16n);
  let r = gate.e > 0 ? saturated(v, gate.e - 1, 16n) : v;
  r = srdhm(r, gate.m, 16n);
  if (gate.e > 0) r = saturated(r, 1, 16n);
  if (gate.e < 0) r = rdbpot(r, -gate.e);
  r = (r + 32768n) >> 1n;
  const product = rdbpot(r * p / 2n ** 15n, Math.max(-output.e, 0));
  return toCode(Number(product) * 2 ** Math.max(output.e, 0) + y.zeroPoint);
};
