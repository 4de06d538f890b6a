import {
  type AffineParameters,
  codeMax,
  codeMin,
  type FixedPoint,
  fixedPoint,
} from "../../affine/mod.ts";

/** Entries of a code table: one for each int8 code. */
export const tableLength = codeMax - codeMin + 1;

/** The table to write, where a kernel keeps one; a new one otherwise. */
export interface TableOptions {
  readonly into?: Int8Array;
}

/** The output code of an input code. */
export function lookUp(table: Int8Array, code: number): number {
  return table[code - codeMin]!;
}

/** A table of output codes, filled by `code` of the distance of each input code from zero. */
export function codeTable(
  { zeroPoint }: AffineParameters,
  code: (steps: number) => number,
  { into = new Int8Array(tableLength) }: TableOptions,
): Int8Array {
  for (let i = 0; i < tableLength; i++) {
    into[i] = Math.min(Math.max(code(codeMin + i - zeroPoint), codeMin), codeMax);
  }
  return into;
}

/**
 * A multiplier for a table. At 2^22 and above every step but 0 saturates, so that the value is held
 * there: a left shift of a distance of up to 255 steps then stays in int32.
 */
export function tableMultiplier(value: number): FixedPoint {
  return fixedPoint(Math.min(value, 2 ** 22));
}
