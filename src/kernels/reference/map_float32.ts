import type { Run, Unary } from "../kernel_set.ts";

/** `y = f(x)`, element by element. */
export function mapFloat32(
  { x, y, elements }: Unary<Float32Array>,
  f: (x: number) => number,
): Run {
  return (samples) => {
    for (let i = 0; i < samples * elements; i++) y[i] = f(x[i]!);
  };
}
