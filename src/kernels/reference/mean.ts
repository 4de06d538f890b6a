import type { Float32Kernels, Int8Kernels, Run } from "../kernel_set.ts";
import { meanMultiplier } from "../common/mean_multiplier.ts";
import { scaleOf, zeroPointOf } from "../common/sample_parameters.ts";
import { unbounded, unitFinish } from "./unit_finish.ts";

const { fround } = Math;

/** Float32 mean: the sum from +0 in the order of the index, rounded at each step, over the count. */
export function meanFloat32(
  { x, y, geometry: { inputs, outputs, count, index } }: Parameters<Float32Kernels["mean"]>[0],
): Run {
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      const xi = sample * inputs;
      for (let output = 0; output < outputs; output++) {
        let sum = 0;
        const first = output * count;
        for (let i = 0; i < count; i++) sum = fround(sum + x[xi + index[first + i]!]!);
        y[sample * outputs + output] = fround(sum / count);
      }
    }
  };
}

/**
 * Int8 mean: `acc = sum x - z_in * count`, unit `f(s_in / count)`; between static parameters the
 * multiplier of TensorFlow Lite Micro MEAN.
 */
export function meanInt8(
  { x, y, geometry: { inputs, outputs, count, index } }: Parameters<Int8Kernels["mean"]>[0],
): Run {
  const fixed = x.kind === "static" && y.kind === "static"
    ? meanMultiplier(x.scale, y.scale, { count })
    : undefined;
  const finish = unitFinish({ y, clamp: unbounded, multiplier: fixed });
  const accumulators = new Int32Array(outputs);
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      const xi = sample * inputs;
      const zeros = zeroPointOf(x, sample) * count;
      for (let output = 0; output < outputs; output++) {
        let sum = 0;
        const first = output * count;
        for (let i = 0; i < count; i++) sum = (sum + x.data[xi + index[first + i]!]!) | 0;
        accumulators[output] = sum - zeros;
      }
      finish(accumulators, { sample, unit: fround(scaleOf(x, sample) / count) });
    }
  };
}
