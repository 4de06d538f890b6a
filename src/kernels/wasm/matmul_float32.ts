import type { Float32Kernels, Run } from "../kernel_set.ts";
import { matrixShape } from "./fully_connected_float32.ts";
import { matmulFloat32 as referenceMatmul } from "../reference/matmul_float32.ts";
import { memoryOf } from "./memory.ts";
import { isOrdinary, placeWeightedFloat32 } from "./weighted_float32.ts";
import { placeInts, placeRecord } from "./place.ts";

/** Float32 product of two activations: b is packed for each matrix, then as a fully connected layer. */
export function matmulFloat32(args: Parameters<Float32Kernels["matmul"]>[0]): Run {
  const { a, b, y, geometry, clamp } = args;
  if (!isOrdinary(clamp)) return referenceMatmul(args);
  const { matrices, m, k, n, aIndex, bIndex, aPerSample, bPerSample } = geometry;
  const memory = memoryOf(y);
  const layer = placeWeightedFloat32(
    memory,
    { x: a, y, weights: new Float32Array(k * n), bias: undefined, clamp },
    matrixShape({ rows: m, inputs: k, outputs: n }),
  );
  const plan = placeRecord(memory, [
    a.byteOffset,
    b.byteOffset,
    y.byteOffset,
    4 * aPerSample,
    4 * bPerSample,
    placeInts(memory, aIndex),
    placeInts(memory, bIndex),
    matrices,
    m,
    k,
    n,
    layer,
  ]);
  const { matmulFloat32 } = memory.exports;
  return (samples) => matmulFloat32(plan, samples);
}
