const { fround } = Math;

const sixth = fround(1 / 6);

/** `x * clamp(x / 6 + 1/2, 0, 1)` in float32, 1/6 rounded first. Source: ONNX operator HardSwish. */
export function hardSwishFloat32(x: number): number {
  const gate = Math.min(Math.max(fround(fround(sixth * x) + 0.5), 0), 1);
  return fround(x * gate);
}
