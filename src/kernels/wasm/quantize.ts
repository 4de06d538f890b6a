import type { Int8Kernels, Run } from "../kernel_set.ts";
import { memoryOf } from "./memory.ts";
import { int8BufferFields } from "./int8_buffer.ts";
import { placeRecord } from "./place.ts";

/** Float32 to int8: static parameters, or a scan of the sample's finite elements first. */
export function quantizeFloat32(
  { x, y, elements }: Parameters<Int8Kernels["quantize"]>[0],
): Run {
  const memory = memoryOf(x);
  const { quantize } = memory.exports;
  const from = x.byteOffset;
  const to = placeRecord(memory, int8BufferFields(memory, y));
  const scans = y.kind === "dynamic" ? 1 : 0;
  const scaleFloor = y.kind === "dynamic" ? y.scaleFloor : 0;
  return (samples) => quantize(from, to, elements, samples, scans, scaleFloor);
}

/** Int8 to float32: `s * (q - z)`, rounded once. */
export function dequantizeInt8({ x, y, elements }: Parameters<Int8Kernels["dequantize"]>[0]): Run {
  const memory = memoryOf(y);
  const { dequantize } = memory.exports;
  const from = placeRecord(memory, int8BufferFields(memory, x));
  const to = y.byteOffset;
  return (samples) => dequantize(from, to, elements, samples);
}
