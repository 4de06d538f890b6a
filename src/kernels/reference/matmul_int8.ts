import { fixedPoint } from "../../affine/mod.ts";
import type { Int8Kernels, MatmulGeometry, Run } from "../kernel_set.ts";
import { accumulatorUnit } from "../common/derivation.ts";
import { scaleOf, zeroPointOf } from "../common/sample_parameters.ts";
import { unitFinish } from "./unit_finish.ts";

/**
 * Int8 product of two activations: a [m, k], b [k, n] -> y [m, n], for each matrix of a sample.
 * `acc = sum (a - z_a) * (b - z_b)`, unit `f(s_a * s_b)`, multiplier between static parameters
 * `f(s_a * s_b) / s_out` in float64. Source: TensorFlow Lite Micro BATCH_MATMUL.
 */
export function matmulInt8(
  { a, b, y, geometry, clamp }: Parameters<Int8Kernels["matmul"]>[0],
): Run {
  const fixed = a.kind === "static" && b.kind === "static" && y.kind === "static";
  const finish = unitFinish({
    y,
    clamp,
    multiplier: fixed ? fixedPoint(Math.fround(a.scale * b.scale) / y.scale) : undefined,
  });
  const accumulators = new Int32Array(geometry.matrices * geometry.m * geometry.n);
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      accumulate(a.data, b.data, {
        accumulators,
        geometry,
        sample,
        aZero: zeroPointOf(a, sample),
        bZero: zeroPointOf(b, sample),
      });
      finish(accumulators, {
        sample,
        unit: accumulatorUnit(scaleOf(a, sample), scaleOf(b, sample)),
      });
    }
  };
}

/**
 * Accumulators of one sample. Four columns at a time share each load of a; a block that reaches
 * past the last column repeats it.
 */
function accumulate(
  a: Int8Array,
  b: Int8Array,
  { accumulators, geometry, sample, aZero, bZero }: {
    readonly accumulators: Int32Array;
    readonly geometry: MatmulGeometry;
    readonly sample: number;
    readonly aZero: number;
    readonly bZero: number;
  },
): void {
  const { matrices, m, k, n, aIndex, bIndex, aPerSample, bPerSample } = geometry;
  const last = n - 1;
  for (let matrix = 0; matrix < matrices; matrix++) {
    const bStart = sample * bPerSample + bIndex[matrix]! * k * n;
    for (let row = 0; row < m; row++) {
      const ai = sample * aPerSample + (aIndex[matrix]! * m + row) * k;
      const at = (matrix * m + row) * n;
      for (let c0 = 0; c0 <= last; c0 += 4) {
        const c1 = Math.min(c0 + 1, last);
        const c2 = Math.min(c0 + 2, last);
        const c3 = Math.min(c0 + 3, last);
        let acc0 = 0;
        let acc1 = 0;
        let acc2 = 0;
        let acc3 = 0;
        let bi = bStart;
        for (let inner = 0; inner < k; inner++) {
          const value = a[ai + inner]! - aZero;
          acc0 = (acc0 + Math.imul(value, b[bi + c0]! - bZero)) | 0;
          acc1 = (acc1 + Math.imul(value, b[bi + c1]! - bZero)) | 0;
          acc2 = (acc2 + Math.imul(value, b[bi + c2]! - bZero)) | 0;
          acc3 = (acc3 + Math.imul(value, b[bi + c3]! - bZero)) | 0;
          bi += n;
        }
        accumulators[at + c0] = acc0;
        accumulators[at + c1] = acc1;
        accumulators[at + c2] = acc2;
        accumulators[at + c3] = acc3;
      }
    }
  }
}
