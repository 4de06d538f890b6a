const { fround } = Math;

/** `alpha * x + beta` held to [0, 1], in float32. Source: ONNX operator HardSigmoid. */
export function hardSigmoidFloat32(
  x: number,
  { alpha, beta }: { readonly alpha: number; readonly beta: number },
): number {
  return Math.min(Math.max(fround(fround(fround(alpha) * x) + fround(beta)), 0), 1);
}
