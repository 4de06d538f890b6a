import type { Quantization, ValueType } from "../graph.ts";
import { ensure } from "../rule.ts";

/** Element type and quantization in words, for errors: `int8, static per-channel`. */
export function describeType({ dtype, quantization }: ValueType): string {
  return quantization.kind === "none"
    ? dtype
    : `${dtype}, ${quantization.kind} ${quantization.granularity}`;
}

/** An activation is float32, or int8 with one scale: fixed, or found for each sample. */
export function checkActivationType(type: ValueType): void {
  const { dtype, quantization } = type;
  const legal = dtype === "float32"
    ? quantization.kind === "none"
    : dtype === "int8" && quantization.kind !== "none" &&
      quantization.granularity === "per-tensor";
  ensure(
    legal,
    () => `an activation must be float32, or int8 quantized per-tensor, got ${describeType(type)}`,
  );
  checkScales(quantization);
}

/** A constant is float32, int8 with fixed scales, or int32. */
export function checkConstantType(type: ValueType): void {
  const { dtype, shape, quantization } = type;
  const legal = dtype === "float32"
    ? quantization.kind === "none"
    : dtype === "int8"
    ? quantization.kind === "static"
    : dtype === "int32" && quantization.kind !== "dynamic";
  ensure(
    legal,
    () =>
      `a constant must be float32, int8 with static scales, or int32, got ${describeType(type)}`,
  );
  checkScales(quantization);
  if (quantization.kind === "static" && quantization.granularity === "per-channel") {
    const { axis, scales } = quantization;
    ensure(
      Number.isInteger(axis) && axis >= 0 && axis < shape.length,
      () => `the axis of its scales must be in [0, ${shape.length}), got ${axis}`,
    );
    ensure(
      scales.length === shape[axis],
      () => `it must have ${shape[axis]} scales along axis ${axis}, got ${scales.length}`,
    );
  }
}

function checkScales(quantization: Quantization): void {
  if (quantization.kind !== "static") return;
  const scales = quantization.granularity === "per-channel"
    ? quantization.scales
    : [quantization.parameters.scale];
  for (const scale of scales) {
    ensure(
      scale > 0 && Number.isFinite(scale),
      () => `scales must be positive and finite, got ${scale}`,
    );
  }
  if (quantization.granularity === "per-tensor") {
    const { zeroPoint } = quantization.parameters;
    ensure(
      Number.isInteger(zeroPoint) && zeroPoint >= -128 && zeroPoint <= 127,
      () => `the zero point must be an integer in [-128, 127], got ${zeroPoint}`,
    );
  }
}
