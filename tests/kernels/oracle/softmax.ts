import { hold, quantizeMultiplier, rdbpot, scaled, srdhm } from "./arithmetic.ts";
import { expNegative, reciprocal } from "./gemmlowp.ts";

/** SOFTMAX of a row of codes, beta 1. */
export function softmaxRow(codes: readonly number[], scale: number): readonly number[] {
  const m = quantizeMultiplier(Math.min(scale * 2 ** 26, 2 ** 31 - 1));
  const lowest = -Math.floor(31 * 2 ** 26 / 2 ** m.e);
  const max = Math.max(...codes);
  const exps = codes.map((code) =>
    code - max < lowest ? undefined : expNegative(BigInt(scaled(code - max, m)), 5)
  );
  const sum = exps.reduce<bigint>((total, e) => total + (e === undefined ? 0n : rdbpot(e, 12)), 0n);
  const headroom = 32 - sum.toString(2).length;
  const inverse = reciprocal((sum << BigInt(headroom)) - 2n ** 31n);
  return exps.map((e) => {
    if (e === undefined) return -128;
    return hold(Number(rdbpot(srdhm(inverse, e), 12 - headroom + 23)) - 128, -128, 127);
  });
}
