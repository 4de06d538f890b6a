import { createHash } from "node:crypto";

/** Which samples are evaluated and which may calibrate, both in hash order. */
export interface Split {
  readonly evaluationIds: readonly number[];
  readonly poolIds: readonly number[];
}

/** Options of {@link splitByContent}. */
export interface SplitOptions {
  /** Bytes of one sample. */
  readonly bytesPerSample: number;
  /** Samples to evaluate; the others are the calibration pool. */
  readonly evaluationCount: number;
}

/** The SHA-256 of some bytes, in lower-case hexadecimal. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The SHA-256 of a list of ids: of their decimal digits joined by commas. */
export function sha256OfIds(ids: readonly number[]): string {
  return sha256(ids.join(","));
}

/**
 * Splits samples by what they contain: ids are ordered by the SHA-256 of the sample's raw bytes (in
 * hexadecimal, ties by id); the first `evaluationCount` are evaluated, the rest is the calibration
 * pool. No seed, no order of files: the same images always fall on the same side.
 *
 * Identical samples are neighbours in that order. Where they straddle the border, the pool gives up
 * its copies, so that nothing that is evaluated can also calibrate; the pool is then smaller.
 *
 * @throws {RangeError} When the bytes are not whole samples, or fewer than `evaluationCount`.
 *
 * @example
 * ```ts
 * import { splitByContent } from "./split.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = new Uint8Array([1, 2, 3, 4, 5, 6]);
 * const split = splitByContent(bytes, { bytesPerSample: 2, evaluationCount: 1 });
 * assertEquals(split.poolIds.length, 2);
 * ```
 */
export function splitByContent(bytes: Uint8Array, options: SplitOptions): Split {
  const { bytesPerSample, evaluationCount } = options;
  const count = bytes.length / bytesPerSample;
  if (!Number.isInteger(count)) {
    throw new RangeError(
      `Cannot split samples: their bytes must be a multiple of ${bytesPerSample}, ` +
        `got ${bytes.length}`,
    );
  }
  if (!Number.isInteger(evaluationCount) || evaluationCount < 1 || evaluationCount > count) {
    throw new RangeError(
      `Cannot split samples: the evaluation count must be 1 to ${count}, got ${evaluationCount}`,
    );
  }
  const hashed = Array.from({ length: count }, (_, id) => ({
    id,
    hash: sha256(bytes.subarray(id * bytesPerSample, (id + 1) * bytesPerSample)),
  }));
  // The sort is stable, so equal hashes stay in the order of their ids.
  hashed.sort((a, b) => a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0);
  const border = hashed[evaluationCount - 1]!.hash;
  return {
    evaluationIds: hashed.slice(0, evaluationCount).map(({ id }) => id),
    poolIds: hashed.slice(evaluationCount).filter(({ hash }) => hash !== border)
      .map(({ id }) => id),
  };
}

/**
 * The first `size` evaluation ids in hash order, so that smaller evaluations nest in larger ones.
 *
 * @throws {RangeError} When there are fewer than `size`.
 */
export function evaluationSubset(
  evaluationIds: readonly number[],
  size: number,
): readonly number[] {
  if (!Number.isInteger(size) || size < 1 || size > evaluationIds.length) {
    throw new RangeError(
      `Cannot take an evaluation subset: its size must be 1 to ${evaluationIds.length}, got ${size}`,
    );
  }
  return evaluationIds.slice(0, size);
}

/**
 * Checks that no sample both calibrates and is evaluated.
 *
 * @throws {RangeError} Names the first calibration id that is also an evaluation id.
 *
 * @example
 * ```ts
 * import { assertDisjoint } from "./split.ts";
 * import { assertThrows } from "@std/assert";
 *
 * assertDisjoint([1, 2], [3, 4]);
 * assertThrows(() => assertDisjoint([1, 2], [2, 3]), RangeError, "sample 2 is in both");
 * ```
 */
export function assertDisjoint(
  calibrationIds: readonly number[],
  evaluationIds: readonly number[],
): void {
  const evaluated = new Set(evaluationIds);
  const shared = calibrationIds.find((id) => evaluated.has(id));
  if (shared !== undefined) {
    throw new RangeError(
      `Cannot evaluate on samples that calibrate: the two lists of ids must be disjoint, ` +
        `sample ${shared} is in both`,
    );
  }
}
