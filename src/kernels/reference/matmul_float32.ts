import type { Float32Kernels, Run } from "../kernel_set.ts";
import { widen } from "./widen.ts";

const { fround } = Math;

/**
 * Float32 product of two activations: a [m, k], b [k, n] -> y [m, n], for each matrix of a sample.
 * `y = clamp(sum a * b)`: from +0 over k; each product and each sum rounded to float32. Four columns
 * at a time share each load of a; a block that reaches past the last column repeats it.
 */
export function matmulFloat32(
  { a, b, y, geometry, clamp: { min, max } }: Parameters<Float32Kernels["matmul"]>[0],
): Run {
  const { matrices, m, k, n, aIndex, bIndex, aPerSample, bPerSample } = geometry;
  const left = new Float64Array(m * k);
  const right = new Float64Array(k * n);
  const last = n - 1;
  return (samples) => {
    for (let i = 0; i < samples * matrices; i++) {
      const sample = Math.floor(i / matrices);
      const matrix = i % matrices;
      widen(a, sample * aPerSample + aIndex[matrix]! * m * k, left);
      widen(b, sample * bPerSample + bIndex[matrix]! * k * n, right);
      for (let row = 0; row < m; row++) {
        const at = (i * m + row) * n;
        for (let c0 = 0; c0 <= last; c0 += 4) {
          const c1 = Math.min(c0 + 1, last);
          const c2 = Math.min(c0 + 2, last);
          const c3 = Math.min(c0 + 3, last);
          let acc0 = 0;
          let acc1 = 0;
          let acc2 = 0;
          let acc3 = 0;
          let bi = 0;
          for (let inner = 0; inner < k; inner++) {
            const value = left[row * k + inner]!;
            acc0 = fround(acc0 + fround(value * right[bi + c0]!));
            acc1 = fround(acc1 + fround(value * right[bi + c1]!));
            acc2 = fround(acc2 + fround(value * right[bi + c2]!));
            acc3 = fround(acc3 + fround(value * right[bi + c3]!));
            bi += n;
          }
          y[at + c0] = Math.min(Math.max(acc0, min), max);
          y[at + c1] = Math.min(Math.max(acc1, min), max);
          y[at + c2] = Math.min(Math.max(acc2, min), max);
          y[at + c3] = Math.min(Math.max(acc3, min), max);
        }
      }
    }
  };
}
