import type { WindowGeometry } from "../kernel_set.ts";
import type { PlanValues } from "./plan.ts";

/** An input packed with its padding: as many rows and columns as the windows reach. */
export interface PackedImage {
  readonly height: number;
  readonly width: number;
  /** Bytes of a column: all channels of one place. */
  readonly columnBytes: number;
  /** Bytes of the image. */
  readonly bytes: number;
}

/** The packed image of a geometry, with `channels` operands of `operandBytes` at each place. */
export function packedImage(
  geometry: WindowGeometry,
  { channels, operandBytes }: { readonly channels: number; readonly operandBytes: number },
): PackedImage {
  const reach = (outputs: number, stride: number, taps: number, dilation: number) =>
    (outputs - 1) * stride + (taps - 1) * dilation + 1;
  const { outputHeight, outputWidth, strideHeight, strideWidth } = geometry;
  const { kernelHeight, kernelWidth, dilationHeight, dilationWidth } = geometry;
  const height = reach(outputHeight, strideHeight, kernelHeight, dilationHeight);
  const width = reach(outputWidth, strideWidth, kernelWidth, dilationWidth);
  const columnBytes = channels * operandBytes;
  return { height, width, columnBytes, bytes: height * width * columnBytes };
}

/** The byte offset of the first tap of each window, row by row. */
export function windowOffsets(
  { outputHeight, outputWidth, strideHeight, strideWidth }: WindowGeometry,
  { width, columnBytes }: PackedImage,
): readonly number[] {
  return Array.from({ length: outputHeight * outputWidth }, (_, i) => {
    const row = Math.floor(i / outputWidth) * strideHeight;
    return (row * width + i % outputWidth * strideWidth) * columnBytes;
  });
}

/** The byte offset of each tap of a window, row by row. */
export function tapOffsets(
  { kernelHeight, kernelWidth, dilationHeight, dilationWidth }: WindowGeometry,
  { width, columnBytes }: PackedImage,
): readonly number[] {
  return Array.from({ length: kernelHeight * kernelWidth }, (_, i) => {
    const row = Math.floor(i / kernelWidth) * dilationHeight;
    return (row * width + i % kernelWidth * dilationWidth) * columnBytes;
  });
}

/** The fields of a plan that say how an image is packed. */
export function imageValues(
  geometry: WindowGeometry,
  { image, channels }: { readonly image: PackedImage; readonly channels: number },
): PlanValues {
  const { images, inputHeight, inputWidth, inputChannels, padTop, padLeft } = geometry;
  return {
    images,
    inputHeight,
    inputWidth,
    inputChannels,
    packedHeight: image.height,
    packedWidth: image.width,
    packedChannels: channels,
    padTop,
    padLeft,
    outputHeight: geometry.outputHeight,
    outputWidth: geometry.outputWidth,
  };
}
