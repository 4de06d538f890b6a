import type { Float32Kernels, Int8Kernels, Run } from "../kernel_set.ts";
import { poolSizes, poolWindows } from "./pool_windows.ts";

/** Float32 max pooling over the cells inside the input. A NaN among them gives NaN. */
export function maxPool2dFloat32(
  { x, y, geometry }: Parameters<Float32Kernels["maxPool2d"]>[0],
): Run {
  const windows = poolWindows(geometry);
  const { inputs, outputs } = poolSizes(geometry);
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      for (const { cells, at } of windows) {
        for (let c = 0; c < geometry.inputChannels; c++) {
          const xi = sample * inputs + c;
          let max = -Infinity;
          for (let i = 0; i < cells.length; i++) max = Math.max(max, x[xi + cells[i]!]!);
          y[sample * outputs + at + c] = max;
        }
      }
    }
  };
}

/** Int8 max pooling of codes over the cells inside the input, held to `codes`. */
export function maxPool2dInt8(
  { x, y, geometry, codes }: Parameters<Int8Kernels["maxPool2d"]>[0],
): Run {
  const windows = poolWindows(geometry);
  const { inputs, outputs } = poolSizes(geometry);
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      for (const { cells, at } of windows) {
        for (let c = 0; c < geometry.inputChannels; c++) {
          const xi = sample * inputs + c;
          let max = codes.min;
          for (let i = 0; i < cells.length; i++) max = Math.max(max, x[xi + cells[i]!]!);
          y[sample * outputs + at + c] = Math.min(max, codes.max);
        }
      }
    }
  };
}
