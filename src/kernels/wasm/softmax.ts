import type { Float32Kernels, Int8Kernels, Run } from "../kernel_set.ts";
import { int8BufferFields } from "./int8_buffer.ts";
import { memoryOf } from "./memory.ts";
import { placeRecord } from "./place.ts";

/** Float32 softmax along each row. A NaN or a +Infinity in a row makes the whole row NaN. */
export function softmaxFloat32(
  { x, y, geometry: { rows, length } }: Parameters<Float32Kernels["softmax"]>[0],
): Run {
  const { softmaxFloat32 } = memoryOf(x).exports;
  const [from, to] = [x.byteOffset, y.byteOffset];
  return (samples) => softmaxFloat32(from, to, samples * rows, length);
}

/** Int8 softmax along each row. */
export function softmaxInt8(
  { x, y, geometry: { rows, length } }: Parameters<Int8Kernels["softmax"]>[0],
): Run {
  const memory = memoryOf(x.data);
  const { softmaxInt8 } = memory.exports;
  const plan = placeRecord(memory, [
    placeRecord(memory, int8BufferFields(memory, x)),
    y.data.byteOffset,
    rows,
    length,
    memory.scratch("exponentials", 4 * length),
    ...[0, 0, 0], // derived for each sample
  ]);
  return (samples) => softmaxInt8(plan, samples);
}
