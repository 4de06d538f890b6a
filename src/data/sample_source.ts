import type { BoundShape } from "../tensor/mod.ts";
import type { Domain } from "./domain.ts";

/** What every sample of a data set has in common. */
export interface SampleForm {
  readonly domain: Domain;
  /** One sample as it is read: [height, width, channels] for images. */
  readonly shape: BoundShape;
  /** Images: the raw value of white, black is 0: 255 for bytes, 1 for floats. Others: 1. */
  readonly white: number;
  /** The step of values that are stored as integers, in raw units: 1 for bytes, 0 for floats. */
  readonly step: number;
}

/**
 * Samples of a data set, read by id, never all at once. Values are raw: as stored, before any shift
 * and before preprocessing.
 */
export interface SampleSource extends SampleForm {
  /** Number of samples; ids are 0 to count - 1. */
  readonly count: number;
  /** Names of the classes in the order of the labels; absent where samples have no labels. */
  readonly classNames: readonly string[] | undefined;
  /**
   * The samples of those ids, one after the other, in that order.
   *
   * @throws {RangeError} When an id is out of range.
   * @throws {DataError} When a file is damaged, or a value is not finite: names file and rule.
   */
  read(ids: readonly number[]): Float32Array;
  /**
   * The label of each id.
   *
   * @throws {RangeError} When an id is out of range, or samples have no labels.
   */
  labels(ids: readonly number[]): Uint16Array;
}
