import { ensure, type ValueType } from "../../../graph/mod.ts";
import type { FileFormat } from "./file_model.ts";

/** How much higher the codes and the zero point of a UINT8 tensor are than those of its value. */
const uint8Offset = 128;

/** Requires that the parameters of an activation, if any, are fixed. */
export function checkFixed({ quantization }: ValueType, name: string): void {
  ensure(
    quantization.kind !== "dynamic",
    () =>
      "int8 activations must have fixed parameters (scheme static), for TensorFlow Lite has no " +
      `others, got dynamic ones for "${name}"`,
  );
}

/** Element type and quantization of an activation, or of a constant with one scale. */
export function formatOf(type: ValueType, name: string): FileFormat {
  const { dtype, quantization } = type;
  if (dtype === "float32") return { elementType: "FLOAT32" };
  checkFixed(type, name);
  ensure(
    dtype === "int8" && quantization.kind === "static" && quantization.granularity === "per-tensor",
    () => `operands must be float32, or int8 with one scale, got ${dtype} for "${name}"`,
  );
  const { scale, zeroPoint } = quantization.parameters;
  return {
    elementType: "INT8",
    quantization: { scales: [scale], zeroPoints: [zeroPoint], axis: 0 },
  };
}

/** The same format with codes 128 higher. */
export function asUint8({ quantization }: FileFormat): FileFormat {
  const { scales, zeroPoints, axis } = quantization!;
  return {
    elementType: "UINT8",
    quantization: { scales, zeroPoints: zeroPoints.map((code) => code + uint8Offset), axis },
  };
}
