import type { BoundShape } from "../tensor/mod.ts";

/**
 * Samples of a data set, read by id. Values are raw: pixels in [0, 255] as stored, before any shift
 * and before preprocessing.
 */
export interface SampleSource {
  /** Number of samples; ids are 0 to count - 1. */
  readonly count: number;
  /** Shape of one sample, as stored: [height, width, channels] for images. */
  readonly shape: BoundShape;
  /** Number of classes. */
  readonly classes: number;
  /**
   * The samples of those ids, one after the other, in that order.
   *
   * @throws {RangeError} When an id is out of range.
   */
  read(ids: readonly number[]): Float32Array;
  /** The label of each id. */
  labels(ids: readonly number[]): Uint16Array;
}
