import type { BoundShape } from "../../tensor/mod.ts";
import type { Domain } from "../domain.ts";
import type { RandomStream } from "../random.ts";
import type { Ladder, LadderRule } from "./ladder.ts";

/** The severities of every shift. */
export const severities = [1, 2, 3, 4, 5] as const;

/** A severity. */
export type Severity = typeof severities[number];

/** What a shift is given for one sample. */
export interface ShiftContext {
  /** The ladder's value for the severity. */
  readonly parameter: number;
  /** Shape of the sample: [height, width, channels] for images. */
  readonly shape: BoundShape;
  /** The step of values that are stored as integers, in raw units; 0 for floats. */
  readonly step: number;
  /** The sample's own stream: the same numbers at every severity. */
  readonly stream: RandomStream;
}

interface AnyShift {
  /** The samples it is for. */
  readonly domains: readonly Domain[];
  /** What the ladder's values are. */
  readonly parameter: string;
  /** The shifted values of one sample, a new array. */
  readonly apply: (values: Float64Array, context: ShiftContext) => Float64Array;
}

/** A shift of images. It takes pixels in [0, 1] and gives values that are then clipped and rounded. */
export interface UnitShift extends AnyShift {
  readonly values: "unit";
  /** Its only ladder. */
  readonly ladder: Ladder;
}

/** A shift that takes and gives raw values, neither clipped nor rounded. */
export interface RawShift extends AnyShift {
  readonly values: "raw";
  /** The default ladder; `undefined` where no numbers make sense without the data. */
  readonly ladder: Ladder | undefined;
  /** What another ladder may hold. */
  readonly ladderRule: LadderRule;
}

/** One shift. */
export type Shift = UnitShift | RawShift;

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
