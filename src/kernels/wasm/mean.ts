import { meanMultiplier } from "../common/mean_multiplier.ts";
import type { Float32Kernels, Int8Kernels, ReduceGeometry, Run } from "../kernel_set.ts";
import { meanFloat32 as referenceFloat32, meanInt8 as referenceInt8 } from "../reference/mean.ts";
import { memoryOf } from "./memory.ts";
import { int8BufferFields } from "./int8_buffer.ts";
import { placeUnitOutput } from "./unit_output.ts";
import { placeInts, placeRecord } from "./place.ts";

/** Whether output o reads what output 0 reads, o elements further on: channels side by side. */
function overPositions({ outputs, count, index }: ReduceGeometry): boolean {
  for (let o = 1; o < outputs; o++) {
    for (let i = 0; i < count; i++) {
      if (index[o * count + i] !== index[i]! + o) return false;
    }
  }
  return true;
}

/** Float32 mean: over positions as one pooling window, else the reference. */
export function meanFloat32(args: Parameters<Float32Kernels["mean"]>[0]): Run {
  const { x, y, geometry } = args;
  const { inputs, outputs, count, index } = geometry;
  if (!overPositions(geometry)) return referenceFloat32(args);
  const memory = memoryOf(x);
  const cells = placeInts(memory, index.subarray(0, count).map((cell) => 4 * cell));
  const plan = placeRecord(memory, [
    x.byteOffset,
    y.byteOffset,
    4 * inputs,
    4 * outputs,
    outputs,
    placeRecord(memory, [cells, count, 0]),
    1,
  ]);
  const { averagePoolFloat32 } = memory.exports;
  return (samples) => averagePoolFloat32(plan, samples);
}

/** Int8 mean: over positions, else the reference. */
export function meanInt8(args: Parameters<Int8Kernels["mean"]>[0]): Run {
  const { x, y, geometry } = args;
  const { inputs, outputs, count, index } = geometry;
  if (!overPositions(geometry)) return referenceInt8(args);
  const multiplier = x.kind === "static" && y.kind === "static"
    ? meanMultiplier(x.scale, y.scale, { count })
    : undefined;
  const memory = memoryOf(x.data);
  const clamp = { min: -Infinity, max: Infinity };
  const plan = placeRecord(memory, [
    placeRecord(memory, int8BufferFields(memory, x)),
    placeUnitOutput(memory, { y, elements: outputs, clamp, multiplier }),
    inputs,
    outputs,
    placeInts(memory, index.subarray(0, count)),
    count,
  ]);
  const { meanInt8 } = memory.exports;
  return (samples) => meanInt8(plan, samples);
}
