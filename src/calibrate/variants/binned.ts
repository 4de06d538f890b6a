/** Values as another tool has counted them, on its own bins. Not to be mutated. */
export interface Binned {
  /** Ascending, one more than `counts`. */
  readonly edges: Float32Array;
  /** `counts[i]` of the values lie between `edges[i]` and `edges[i + 1]`. */
  readonly counts: Float64Array;
  /** Smallest and largest value that was observed, with its sign. */
  readonly min: number;
  readonly max: number;
}

/** Smallest and largest element. */
export function extremesOf(data: Float32Array): { readonly min: number; readonly max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (const x of data) {
    min = Math.min(min, x);
    max = Math.max(max, x);
  }
  return { min, max };
}

/**
 * Checks that a variant has batches to look at.
 *
 * @throws {RangeError} When there is no batch, or one without a value, or one that is not finite.
 */
export function checkBatches(batches: readonly Float32Array[]): void {
  if (batches.length === 0) {
    throw new RangeError("Cannot bin values: there must be a batch, got none");
  }
  batches.forEach((batch, index) => {
    const finite = batch.every(Number.isFinite);
    if (batch.length === 0 || !finite) {
      throw new RangeError(
        `Cannot bin batch ${index}: it must hold values, all finite, ` +
          `got ${finite ? "none" : "NaN or infinity"}`,
      );
    }
  });
}

/** The sum of two counts, the second placed `offset` bins into the first. */
export function addedCounts(
  counts: Float64Array,
  added: Float64Array,
  offset = 0,
): Float64Array {
  const sum = counts.slice();
  for (let bin = 0; bin < added.length; bin++) sum[bin + offset]! += added[bin]!;
  return sum;
}

/** The sum of all counts. */
export function totalOf(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0);
}
