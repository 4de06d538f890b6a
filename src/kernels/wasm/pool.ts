import type { Float32Kernels, Int8Kernels, Run, WindowGeometry } from "../kernel_set.ts";
import { averagePool2dInt8 as referenceAverage } from "../reference/average_pool2d.ts";
import { poolSizes, poolWindows } from "../reference/pool_windows.ts";
import { memoryOf } from "./memory.ts";
import { placeInts, placeRecord } from "./place.ts";

/** Float32 max pooling over the cells inside the input. A NaN among them gives NaN. */
export function maxPool2dFloat32(args: Parameters<Float32Kernels["maxPool2d"]>[0]): Run {
  const { maxPoolFloat32 } = memoryOf(args.x).exports;
  const plan = placePool(args);
  return (samples) => maxPoolFloat32(plan, samples);
}

/** Float32 average pooling over the cells inside the input, the sum in order. */
export function averagePool2dFloat32(args: Parameters<Float32Kernels["averagePool2d"]>[0]): Run {
  const { averagePoolFloat32 } = memoryOf(args.x).exports;
  const plan = placePool(args);
  return (samples) => averagePoolFloat32(plan, samples);
}

/** Int8 max pooling of codes over the cells inside the input, held to `codes`. */
export function maxPool2dInt8(args: Parameters<Int8Kernels["maxPool2d"]>[0]): Run {
  const { maxPoolInt8 } = memoryOf(args.x).exports;
  const plan = placePool(args);
  const { min, max } = args.codes;
  return (samples) => maxPoolInt8(plan, samples, min, max);
}

/** Sums of more cells than this may leave the integers of float32. */
const mostCells = 2 ** 24 / 256;

/** Int8 average pooling of codes over the cells inside the input, held to `codes`. */
export function averagePool2dInt8(args: Parameters<Int8Kernels["averagePool2d"]>[0]): Run {
  if (args.geometry.kernelHeight * args.geometry.kernelWidth > mostCells) {
    return referenceAverage(args);
  }
  const { averagePoolInt8 } = memoryOf(args.x).exports;
  const plan = placePool(args);
  const { min, max } = args.codes;
  return (samples) => averagePoolInt8(plan, samples, min, max);
}

function placePool<A extends Float32Array | Int8Array>(
  { x, y, geometry }: { readonly x: A; readonly y: A; readonly geometry: WindowGeometry },
): number {
  const memory = memoryOf(x);
  const size = x.BYTES_PER_ELEMENT;
  const windows = poolWindows(geometry);
  const { inputs, outputs } = poolSizes(geometry);
  return placeRecord(memory, [
    x.byteOffset,
    y.byteOffset,
    size * inputs,
    size * outputs,
    geometry.inputChannels,
    placeInts(
      memory,
      windows.flatMap(({ cells, at }) => [
        placeInts(memory, cells.map((cell) => size * cell)),
        cells.length,
        size * at,
      ]),
    ),
    windows.length,
  ]);
}
