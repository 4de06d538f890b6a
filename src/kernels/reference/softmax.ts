import type { Float32Kernels, Int8Kernels, Run } from "../kernel_set.ts";
import { expFloat32 } from "../common/exp_float32.ts";
import { scaleOf } from "../common/sample_parameters.ts";
import { softmaxRowInt8, softmaxScaling } from "../common/softmax_int8.ts";

const { fround } = Math;

/**
 * Float32 softmax along each row: `e_i = exp(x_i - max)`, their sum from +0 in order, `y_i = e_i / sum`.
 * A NaN or a +Infinity in a row makes the whole row NaN.
 */
export function softmaxFloat32(
  { x, y, geometry: { rows, length } }: Parameters<Float32Kernels["softmax"]>[0],
): Run {
  return (samples) => {
    for (let row = 0; row < samples * rows; row++) {
      const at = row * length;
      let max = -Infinity;
      for (let i = at; i < at + length; i++) max = Math.max(max, x[i]!);
      let sum = 0;
      for (let i = at; i < at + length; i++) {
        const e = expFloat32(fround(x[i]! - max));
        y[i] = e;
        sum = fround(sum + e);
      }
      for (let i = at; i < at + length; i++) y[i] = fround(y[i]! / sum);
    }
  };
}

/** Int8 softmax along each row, the scaling derived for each sample where the input is dynamic. */
export function softmaxInt8(
  { x, y, geometry: { rows, length } }: Parameters<Int8Kernels["softmax"]>[0],
): Run {
  const exps = new Int32Array(length);
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      const scaling = softmaxScaling(scaleOf(x, sample));
      for (let row = 0; row < rows; row++) {
        const at = (sample * rows + row) * length;
        softmaxRowInt8(x.data, y.data, { at, length, scaling, exps });
      }
    }
  };
}
