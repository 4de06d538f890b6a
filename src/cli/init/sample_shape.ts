import { type BoundShape, formatShape, sampleShape, type Shape } from "../../tensor/mod.ts";
import { UserError } from "../../suite/error.ts";

/** The axis order of a model's input, and the shape of a sample as data sets have it. */
export interface SampleShape {
  readonly layout: "nchw" | "nhwc" | "as-stored";
  /** Images: [height, width, channels]. */
  readonly shape: BoundShape;
}

const isChannels = (size: number | undefined) => size === 1 || size === 3;

/**
 * What a model's input says about samples. Three axes are an image: channels first where only the first
 * can be channels, or where both can and the file is ONNX.
 *
 * @throws {UserError} When a sample has an axis without a size.
 */
export function sampleShapeOf(
  input: Shape,
  { model, onnx }: { readonly model: string; readonly onnx: boolean },
): SampleShape {
  const sizes = sampleShape(input);
  if (sizes.length === 0) {
    throw new UserError(
      `Cannot use "${model}": its input must have a batch and a sample, got ${formatShape(input)}`,
    );
  }
  if (sizes.length !== 3) return { layout: "as-stored", shape: sizes };
  const [first, second, last] = sizes as readonly [number, number, number];
  const planesFirst = isChannels(first) && (onnx || !isChannels(last));
  return planesFirst
    ? { layout: "nchw", shape: [second, last, first] }
    : { layout: "nhwc", shape: sizes };
}
