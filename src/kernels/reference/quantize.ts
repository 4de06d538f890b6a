import { quantizeValue } from "../../affine/mod.ts";
import type { Int8Buffer, Int8Kernels, Run } from "../kernel_set.ts";
import { dynamicParameters } from "../common/derivation.ts";
import { parametersOf, writeParameters } from "../common/sample_parameters.ts";

/**
 * Float32 to int8: `clamp(round(x / s) + z)`, NaN to the zero point, infinities saturated. Dynamic
 * parameters come from the range of the sample's finite elements, widened to include 0.
 */
export function quantizeFloat32(
  { x, y, elements }: Parameters<Int8Kernels["quantize"]>[0],
): Run {
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      const at = sample * elements;
      if (y.kind === "dynamic") {
        const range = finiteRange(x, { at, elements });
        const parameters = dynamicParameters({ ...range, scaleFloor: y.scaleFloor });
        writeParameters(y, { sample, parameters });
      }
      const parameters = parametersOf(y, sample);
      for (let i = at; i < at + elements; i++) y.data[i] = quantizeValue(x[i]!, parameters);
    }
  };
}

/** The least and the greatest finite element of a sample, and 0. */
function finiteRange(
  x: Float32Array,
  { at, elements }: { readonly at: number; readonly elements: number },
): { readonly lo: number; readonly hi: number } {
  let lo = 0;
  let hi = 0;
  for (let i = at; i < at + elements; i++) {
    const value = x[i]!;
    if (value < lo && value !== -Infinity) lo = value;
    if (value > hi && value !== Infinity) hi = value;
  }
  return { lo, hi };
}

/** Int8 to float32: `s * (q - z)`, rounded once. */
export function dequantizeInt8(
  { x, y, elements }: { x: Int8Buffer; y: Float32Array; elements: number },
): Run {
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      const { scale, zeroPoint } = parametersOf(x, sample);
      const at = sample * elements;
      for (let i = at; i < at + elements; i++) y[i] = scale * (x.data[i]! - zeroPoint);
    }
  };
}
