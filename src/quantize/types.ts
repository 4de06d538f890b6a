import {
  type AffineParameters,
  signedUnitParameters,
  unitIntervalParameters,
} from "../affine/mod.ts";
import type { Op, Quantization, ValueType } from "../graph/mod.ts";
import type { Shape } from "../tensor/mod.ts";

/** Output parameters that the op itself fixes, the same for every scheme (TensorFlow Lite int8). */
export function fixedParameters(kind: Op["kind"]): AffineParameters | undefined {
  switch (kind) {
    case "softmax":
    case "sigmoid":
    case "hardSigmoid":
      return unitIntervalParameters;
    case "tanh":
      return signedUnitParameters;
    default:
      return undefined;
  }
}

/** One fixed scale and zero point. */
export function staticQuantization(parameters: AffineParameters): Quantization {
  return { kind: "static", granularity: "per-tensor", parameters };
}

/** One scale and zero point a sample, found at run time. */
export const dynamicQuantization: Quantization = { kind: "dynamic", granularity: "per-tensor" };

/** An int8 value of that shape. */
export function int8Type(shape: Shape, quantization: Quantization): ValueType {
  return { dtype: "int8", shape, quantization };
}
