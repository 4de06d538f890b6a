import { fixedPoint } from "../../affine/mod.ts";
import type { Int8Kernels, Run } from "../kernel_set.ts";
import { int8BufferFields } from "./int8_buffer.ts";
import { memoryOf } from "./memory.ts";
import { placeInts, placeRecord } from "./place.ts";
import { placeUnitOutput } from "./unit_output.ts";

/** Int8 product of two activations: see the reference. */
export function matmulInt8(
  { a, b, y, geometry, clamp }: Parameters<Int8Kernels["matmul"]>[0],
): Run {
  const { matrices, m, k, n } = geometry;
  const fixed = a.kind === "static" && b.kind === "static" && y.kind === "static";
  const memory = memoryOf(y.data);
  const pairs = Math.ceil(k / 2);
  const plan = placeRecord(memory, [
    placeRecord(memory, int8BufferFields(memory, a)),
    placeRecord(memory, int8BufferFields(memory, b)),
    placeUnitOutput(memory, {
      y,
      elements: matrices * m * n,
      clamp,
      multiplier: fixed ? fixedPoint(Math.fround(a.scale * b.scale) / y.scale) : undefined,
    }),
    geometry.aPerSample,
    geometry.bPerSample,
    placeInts(memory, geometry.aIndex),
    placeInts(memory, geometry.bIndex),
    matrices,
    m,
    k,
    n,
    memory.scratch("matmul rows", 4 * pairs * (m + 3)),
    memory.scratch("matmul columns", 4 * pairs * (n + 7)),
    memory.scratch("matmul tile", 128),
  ]);
  const { matmulInt8 } = memory.exports;
  return (samples) => matmulInt8(plan, samples);
}
