import type { ClampRange, Float32Kernels, Run, Unary } from "../kernel_set.ts";
import { memoryOf } from "./memory.ts";

/** Float32 clamp: at least min, then at most max. NaN stays NaN. */
export function clampFloat32(
  { x, y, elements, clamp: { min, max } }: Unary<Float32Array> & { clamp: ClampRange },
): Run {
  const { clampFloat32 } = memoryOf(x).exports;
  const [from, to] = [x.byteOffset, y.byteOffset];
  return (samples) => clampFloat32(from, to, samples * elements, min, max);
}

/** Float32 leaky ReLU: `x` where x >= 0, else `alpha * x`. */
export function leakyReluFloat32(
  { x, y, elements, alpha }: Unary<Float32Array> & { alpha: number },
): Run {
  const { leakyReluFloat32 } = memoryOf(x).exports;
  const [from, to] = [x.byteOffset, y.byteOffset];
  return (samples) => leakyReluFloat32(from, to, samples * elements, alpha);
}

/** Float32 sigmoid. */
export function sigmoidFloat32({ x, y, elements }: Unary<Float32Array>): Run {
  const { sigmoidFloat32 } = memoryOf(x).exports;
  const [from, to] = [x.byteOffset, y.byteOffset];
  return (samples) => sigmoidFloat32(from, to, samples * elements);
}

/** Float32 hyperbolic tangent. */
export function tanhFloat32({ x, y, elements }: Unary<Float32Array>): Run {
  const { tanhFloat32 } = memoryOf(x).exports;
  const [from, to] = [x.byteOffset, y.byteOffset];
  return (samples) => tanhFloat32(from, to, samples * elements);
}

/** Float32 hard sigmoid: `alpha * x + beta` held to [0, 1]. */
export function hardSigmoidFloat32(
  { x, y, elements, alpha, beta }: Parameters<Float32Kernels["hardSigmoid"]>[0],
): Run {
  const { hardSigmoidFloat32 } = memoryOf(x).exports;
  const [from, to] = [x.byteOffset, y.byteOffset];
  return (samples) => hardSigmoidFloat32(from, to, samples * elements, alpha, beta);
}

/** Float32 hard swish: `x * clamp(x / 6 + 1/2, 0, 1)`. */
export function hardSwishFloat32({ x, y, elements }: Unary<Float32Array>): Run {
  const { hardSwishFloat32 } = memoryOf(x).exports;
  const [from, to] = [x.byteOffset, y.byteOffset];
  return (samples) => hardSwishFloat32(from, to, samples * elements);
}
