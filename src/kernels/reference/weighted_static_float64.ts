import { roundHalfAway } from "../../affine/mod.ts";
import type { StaticFloat64Output } from "../kernel_set.ts";
import type { FinishArgs } from "./weighted_finish.ts";

/** A finish that leaves the accumulators as they are; float32 ones must be integers. */
export type Float64Finish = (accumulators: Int32Array | Float32Array, sample: number) => void;

/**
 * Static output rounded once, in float64: `y = clamp(round((acc + bias[c]) * M[c]) + z_out)`, ties
 * away from zero. Source: TensorFlow Lite 2.21 FULLY_CONNECTED.
 */
export function finishStaticFloat64(
  { output, channels }: Pick<FinishArgs<StaticFloat64Output>, "output" | "channels">,
): Float64Finish {
  const { y, multipliers, codes: { min, max } } = output;
  const bias = output.bias ?? new Int32Array(channels);
  return (accumulators, sample) => {
    const at = sample * accumulators.length;
    for (let i = 0; i < accumulators.length; i += channels) {
      for (let c = 0; c < channels; c++) {
        const accumulator = (accumulators[i + c]! + bias[c]!) | 0;
        const code = roundHalfAway(accumulator * multipliers[c]!) + y.zeroPoint;
        y.data[at + i + c] = Math.min(Math.max(code, min), max);
      }
    }
  };
}
