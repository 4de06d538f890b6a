/** A seeded source of test data: a linear congruential generator, good enough to vary inputs. */
export interface Random {
  /** A real in [0, 1). */
  real(): number;
  /** An integer in [lo, hi]. */
  integer(lo: number, hi: number): number;
  /** One of several. */
  pick<T>(choices: readonly T[]): T;
  /** Int8 codes in [lo, hi], by default all. */
  codes(length: number, range?: { readonly lo: number; readonly hi: number }): Int8Array;
  /** Float32 values in [-size, size). */
  floats(length: number, size: number): Float32Array;
}

/** The generator of a seed. */
export function seededRandom(seed: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) + 1) >>> 0;
  const real = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const integer = (lo: number, hi: number) => lo + Math.floor(real() * (hi - lo + 1));
  return {
    real,
    integer,
    pick: (choices) => choices[integer(0, choices.length - 1)]!,
    codes: (length, { lo, hi } = { lo: -128, hi: 127 }) =>
      Int8Array.from({ length }, () => integer(lo, hi)),
    floats: (length, size) => Float32Array.from({ length }, () => (2 * real() - 1) * size),
  };
}
