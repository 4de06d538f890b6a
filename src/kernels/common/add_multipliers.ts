import { type FixedPoint, fixedPoint } from "../../affine/mod.ts";
import { derivedMultiplier } from "./derivation.ts";

const { fround } = Math;

/** Bits that both inputs of an addition are shifted left by, to keep the fraction. */
export const addLeftShift = 20;

/** The multipliers of an int8 addition: of both inputs, then of the output. */
export interface AddMultipliers {
  readonly a: FixedPoint;
  readonly b: FixedPoint;
  readonly output: FixedPoint;
}

/**
 * Between static parameters, in float64: `twice = 2 max(s_a, s_b)`, inputs `s / twice`, output
 * `twice / (2^20 s_out)`. Source: TensorFlow Lite Micro ADD.
 */
export function addMultipliers(
  { a, b, output }: { readonly a: number; readonly b: number; readonly output: number },
): AddMultipliers {
  const twice = 2 * Math.max(a, b);
  return {
    a: fixedPoint(a / twice),
    b: fixedPoint(b / twice),
    output: fixedPoint(twice / (2 ** addLeftShift * output)),
  };
}

/** The same inputs where anything is dynamic, in float32; `unit` is the real size of one sum step. */
export function derivedAddInputs(
  a: number,
  b: number,
): { readonly a: FixedPoint; readonly b: FixedPoint; readonly unit: number } {
  const twice = fround(2 * Math.max(a, b));
  return {
    a: derivedMultiplier(a, twice),
    b: derivedMultiplier(b, twice),
    unit: fround(twice / 2 ** addLeftShift),
  };
}
