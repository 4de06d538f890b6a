import type { AffineParameters, Scale, ZeroPoint } from "../../affine/mod.ts";
import type { DynamicInt8, Int8Buffer } from "../kernel_set.ts";

/** The scale of a sample of an int8 buffer. */
export function scaleOf(buffer: Int8Buffer, sample: number): Scale {
  // Only `writeParameters` writes a buffer's scales, so that they have been checked.
  return buffer.kind === "static" ? buffer.scale : buffer.scales[sample]! as Scale;
}

/** The zero point of a sample of an int8 buffer. */
export function zeroPointOf(buffer: Int8Buffer, sample: number): ZeroPoint {
  return buffer.kind === "static" ? buffer.zeroPoint : buffer.zeroPoints[sample]! as ZeroPoint;
}

/** Scale and zero point of a sample of an int8 buffer. */
export function parametersOf(buffer: Int8Buffer, sample: number): AffineParameters {
  return { scale: scaleOf(buffer, sample), zeroPoint: zeroPointOf(buffer, sample) };
}

/** Writes the parameters that a producer chose for a sample. */
export function writeParameters(
  buffer: DynamicInt8,
  { sample, parameters }: { readonly sample: number; readonly parameters: AffineParameters },
): void {
  buffer.scales[sample] = parameters.scale;
  buffer.zeroPoints[sample] = parameters.zeroPoint;
}
