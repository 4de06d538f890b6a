import { permutation, randomStream } from "./random.ts";

/** Options of {@link drawIds}. */
export interface DrawOptions {
  readonly seed: number;
  /** Index of the draw, from 0. */
  readonly draw: number;
  /** Samples to take: the first of the draw, so sizes of one draw are nested. */
  readonly size: number;
}

/**
 * A calibration set: the first `size` ids of a seeded permutation of the pool.
 *
 * @throws {RangeError} When the pool has fewer than `size` ids, or the draw is not an index.
 *
 * @example
 * ```ts
 * import { drawIds } from "./draw.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const pool = [10, 20, 30, 40];
 * const three = drawIds(pool, { seed: 1, draw: 0, size: 3 });
 * assertEquals(drawIds(pool, { seed: 1, draw: 0, size: 2 }), three.slice(0, 2));
 * ```
 */
export function drawIds(pool: readonly number[], options: DrawOptions): readonly number[] {
  const { seed, draw, size } = options;
  if (!Number.isInteger(size) || size < 1 || size > pool.length) {
    throw new RangeError(
      `Cannot draw a calibration set: its size must be 1 to ${pool.length}, the samples in the ` +
        `pool, got ${size}`,
    );
  }
  if (!Number.isSafeInteger(draw) || draw < 0) {
    throw new RangeError(`Cannot draw a calibration set: draws count from 0, got ${draw}`);
  }
  const order = permutation(pool.length, randomStream(seed, ["draw", draw]));
  return order.slice(0, size).map((index) => pool[index]!);
}
