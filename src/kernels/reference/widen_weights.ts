import type { Int8Weights } from "../kernel_set.ts";

/** Weights less their zero point, in int16: one array type for every model in the inner loops. */
export function widenWeights({ data, zeroPoint }: Int8Weights): Int16Array {
  return Int16Array.from(data, (code) => code - zeroPoint);
}
