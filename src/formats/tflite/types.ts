/** From the tensors of a file to the types of values. */
import { makeScale, makeZeroPoint, type Scale } from "../../affine/mod.ts";
import { ensure, type Quantization, unquantized, type ValueType } from "../../graph/mod.ts";
import type { ElementType, TfliteQuantization } from "./schema.ts";

/** Element type and quantization of an activation. */
export type ElementFormat = Pick<ValueType, "dtype" | "quantization">;

/** How much higher the codes and the zero point of a UINT8 tensor are than those of its value. */
const uint8Offset = 128;

/**
 * Element type and quantization of a tensor that is an activation. Codes of a UINT8 tensor are kept
 * as int8, 128 lower, and so is the zero point.
 */
export function activationFormat(
  { elementType, quantization }: {
    readonly elementType: ElementType;
    readonly quantization: TfliteQuantization | undefined;
  },
  what: string,
): ElementFormat {
  if (elementType === "FLOAT32") return { dtype: "float32", quantization: unquantized };
  ensure(
    elementType === "INT8" || elementType === "UINT8",
    () => `${what} must be FLOAT32, INT8, or UINT8 at an input or output, got ${elementType}`,
  );
  const scales = scalesOf(quantization, what);
  ensure(scales.length === 1, () => `${what} must have 1 scale, got ${scales.length}`);
  const offset = elementType === "UINT8" ? uint8Offset : 0;
  const zeroPoint = (quantization?.zeroPoints[0] ?? 0) - offset;
  ensure(
    Number.isInteger(zeroPoint) && zeroPoint >= -128 && zeroPoint <= 127,
    () =>
      `the zero point of ${what} must be an integer in [${offset - 128}, ${offset + 127}], ` +
      `got ${zeroPoint + offset}`,
  );
  return {
    dtype: "int8",
    quantization: {
      kind: "static",
      granularity: "per-tensor",
      parameters: { scale: scales[0]!, zeroPoint: makeZeroPoint(zeroPoint) },
    },
  };
}

/**
 * Scales of int8 weights: one, or one a channel along `axis` of the file's tensor, which is axis
 * `graphAxis` of the weights in the Graph. Weights are symmetric: their zero points are 0.
 */
export function weightQuantization(
  quantization: TfliteQuantization | undefined,
  { axis, graphAxis, channels }: {
    readonly axis: number;
    readonly graphAxis: number;
    readonly channels: number;
  },
): Quantization {
  const scales = scalesOf(quantization, "weights");
  const zero = quantization!.zeroPoints.find((zeroPoint) => zeroPoint !== 0);
  ensure(zero === undefined, () => `the zero points of int8 weights must be 0, got ${zero}`);
  if (scales.length === 1) {
    const parameters = { scale: scales[0]!, zeroPoint: makeZeroPoint(0) };
    return { kind: "static", granularity: "per-tensor", parameters };
  }
  ensure(
    scales.length === channels && quantization!.axis === axis,
    () =>
      `weights must have 1 scale or ${channels} along axis ${axis}, ` +
      `got ${scales.length} along axis ${quantization!.axis}`,
  );
  return { kind: "static", granularity: "per-channel", axis: graphAxis, scales };
}

function scalesOf(quantization: TfliteQuantization | undefined, what: string): readonly Scale[] {
  ensure(
    quantization !== undefined && !quantization.custom,
    () =>
      `${what} must be quantized by scales and zero points, ` +
      `got ${quantization ? "another quantization" : "none"}`,
  );
  return quantization.scales.map((scale) => {
    ensure(
      scale > 0 && Number.isFinite(scale),
      () => `the scales of ${what} must be positive and finite, got ${scale}`,
    );
    return makeScale(scale);
  });
}
