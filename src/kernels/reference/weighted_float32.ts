import type { WeightedOutput } from "../kernel_set.ts";
import { accumulatorUnit } from "../common/derivation.ts";
import { scaleOf } from "../common/sample_parameters.ts";
import type { Finish, FinishArgs } from "./weighted_finish.ts";

const { fround } = Math;

/**
 * Hybrid output, in float32: `y = clamp(f(acc) * (s_in * s_w[c]) + b[c])`, the accumulator rounded
 * to float32 first.
 */
export function finishFloat32(
  { x, scales, output, channels }: FinishArgs<Extract<WeightedOutput, { kind: "float32" }>>,
): Finish {
  const { clamp: { min, max } } = output;
  const y = output.y.data;
  const bias = output.bias ?? new Float32Array(channels);
  const units = new Float32Array(channels);
  return (accumulators, sample) => {
    const inputScale = scaleOf(x, sample);
    for (let c = 0; c < channels; c++) units[c] = accumulatorUnit(inputScale, scales[c]!);
    const at = sample * accumulators.length;
    for (let i = 0; i < accumulators.length; i += channels) {
      for (let c = 0; c < channels; c++) {
        const real = fround(fround(fround(accumulators[i + c]!) * units[c]!) + bias[c]!);
        y[at + i + c] = Math.min(Math.max(real, min), max);
      }
    }
  };
}
