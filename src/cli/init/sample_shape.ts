import { type BoundShape, sampleShape, type Shape } from "../../tensor/mod.ts";

/** The axis order of a model's input, and the shape of a sample as data sets have it. */
export interface SampleShape {
  readonly layout: "nchw" | "nhwc" | "as-stored";
  /** Images: [height, width, channels]. */
  readonly shape: BoundShape;
}

const isChannels = (size: number) => size === 1 || size === 3;

/**
 * What the input of a model, its batch first, says about samples. Three axes are an image: channels first
 * where only the first can be channels, or where both can and the file is ONNX.
 *
 * @example
 * ```ts
 * import { sampleShapeOf } from "./sample_shape.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const image = sampleShapeOf(["batch", 3, 32, 32], { onnx: true });
 * assertEquals(image, { layout: "nchw", shape: [32, 32, 3] });
 * assertEquals(sampleShapeOf(["batch", 40], { onnx: true }), { layout: "as-stored", shape: [40] });
 * ```
 */
export function sampleShapeOf(input: Shape, { onnx }: { readonly onnx: boolean }): SampleShape {
  const sizes = sampleShape(input);
  if (sizes.length !== 3) return { layout: "as-stored", shape: sizes };
  const [first, second, last] = sizes as readonly [number, number, number];
  const planesFirst = isChannels(first) && (onnx || !isChannels(last));
  return planesFirst
    ? { layout: "nchw", shape: [second, last, first] }
    : { layout: "nhwc", shape: sizes };
}
