import type { BoundShape } from "../../tensor/mod.ts";
import type { RandomStream } from "../random.ts";

/** The severities of every shift. */
export const severities = [1, 2, 3, 4, 5] as const;

/** A severity. */
export type Severity = typeof severities[number];

/** The parameter of each severity, 1 to 5. */
export type Ladder = readonly [number, number, number, number, number];

/** What a shift is given for one sample. */
export interface ShiftContext {
  /** The ladder's value for the severity. */
  readonly parameter: number;
  /** Shape of the sample: [height, width, channels] for images. */
  readonly shape: BoundShape;
  /** The sample's own stream: the same numbers at every severity. */
  readonly stream: RandomStream;
}

/**
 * One shift. A `unit` shift takes values in [0, 1] and gives values that are then clipped to [0, 1]
 * and rounded to pixels; a `raw` shift takes and gives raw values, neither clipped nor rounded.
 */
export interface Shift {
  readonly domain: "unit" | "raw";
  /** What the ladder's values are. */
  readonly parameter: string;
  readonly ladder: Ladder;
  /** The shifted values of one sample, a new array. */
  readonly apply: (values: Float64Array, context: ShiftContext) => Float64Array;
}

/** Height, width and channels of an image shape. */
export interface ImageSize {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/**
 * The sizes of an image shape.
 *
 * @throws {RangeError} When the shape has not three dimensions.
 */
export function imageSize(shape: BoundShape): ImageSize {
  const [height, width, channels] = shape;
  if (
    shape.length !== 3 || height === undefined || width === undefined || channels === undefined
  ) {
    throw new RangeError(
      `Cannot shift an image: its shape must be [height, width, channels], ` +
        `got [${shape.join(", ")}]`,
    );
  }
  return { height, width, channels };
}
