import type { WindowGeometry } from "../kernel_set.ts";
import { tapEnd, tapStart } from "../common/window.ts";

/** The cells of one pooling window that lie inside the input. */
export interface PoolWindow {
  /** Element of the first channel of each cell, from the sample's first element on. */
  readonly cells: Int32Array;
  /** Element of the first output channel. */
  readonly at: number;
}

/** The windows of all output positions of a sample; every window must have a cell inside. */
export function poolWindows(geometry: WindowGeometry): readonly PoolWindow[] {
  const { images, inputHeight, inputWidth, inputChannels, outputHeight, outputWidth } = geometry;
  const { kernelHeight, kernelWidth, dilationHeight, dilationWidth } = geometry;
  const windows: PoolWindow[] = [];
  for (let image = 0; image < images; image++) {
    for (let row = 0; row < outputHeight; row++) {
      const top = row * geometry.strideHeight - geometry.padTop;
      const endY = tapEnd(top, dilationHeight, { taps: kernelHeight, size: inputHeight });
      for (let column = 0; column < outputWidth; column++) {
        const left = column * geometry.strideWidth - geometry.padLeft;
        const endX = tapEnd(left, dilationWidth, { taps: kernelWidth, size: inputWidth });
        const cells: number[] = [];
        for (let tapY = tapStart(top, dilationHeight); tapY < endY; tapY++) {
          for (let tapX = tapStart(left, dilationWidth); tapX < endX; tapX++) {
            const y = image * inputHeight + top + tapY * dilationHeight;
            cells.push((y * inputWidth + left + tapX * dilationWidth) * inputChannels);
          }
        }
        windows.push({
          cells: Int32Array.from(cells),
          at: ((image * outputHeight + row) * outputWidth + column) * inputChannels,
        });
      }
    }
  }
  return windows;
}

/** Elements of a sample of the input and of the output of a pooling op. */
export function poolSizes(
  geometry: WindowGeometry,
): { readonly inputs: number; readonly outputs: number } {
  const { images, inputChannels } = geometry;
  return {
    inputs: images * geometry.inputHeight * geometry.inputWidth * inputChannels,
    outputs: images * geometry.outputHeight * geometry.outputWidth * inputChannels,
  };
}
