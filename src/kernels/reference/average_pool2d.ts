import type { Float32Kernels, Int8Kernels, Run } from "../kernel_set.ts";
import { poolSizes, poolWindows } from "./pool_windows.ts";

const { fround } = Math;

/**
 * Float32 average pooling over the n cells inside the input: the sum from +0 row by row, rounded at
 * each step, over n.
 */
export function averagePool2dFloat32(
  { x, y, geometry }: Parameters<Float32Kernels["averagePool2d"]>[0],
): Run {
  const windows = poolWindows(geometry);
  const { inputs, outputs } = poolSizes(geometry);
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      for (const { cells, at } of windows) {
        for (let c = 0; c < geometry.inputChannels; c++) {
          const xi = sample * inputs + c;
          let sum = 0;
          for (let i = 0; i < cells.length; i++) sum = fround(sum + x[xi + cells[i]!]!);
          y[sample * outputs + at + c] = fround(sum / cells.length);
        }
      }
    }
  };
}

/**
 * Int8 average pooling of codes over the n cells inside the input: the sum over n rounded half away
 * from zero in integers, held to `codes`. Source: TensorFlow Lite Micro AVERAGE_POOL_2D.
 */
export function averagePool2dInt8(
  { x, y, geometry, codes }: Parameters<Int8Kernels["averagePool2d"]>[0],
): Run {
  const windows = poolWindows(geometry);
  const { inputs, outputs } = poolSizes(geometry);
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      for (const { cells, at } of windows) {
        const half = cells.length >> 1;
        for (let c = 0; c < geometry.inputChannels; c++) {
          const xi = sample * inputs + c;
          let sum = 0;
          for (let i = 0; i < cells.length; i++) sum = (sum + x[xi + cells[i]!]!) | 0;
          const mean = Math.trunc((sum > 0 ? sum + half : sum - half) / cells.length);
          y[sample * outputs + at + c] = Math.min(Math.max(mean, codes.min), codes.max);
        }
      }
    }
  };
}
