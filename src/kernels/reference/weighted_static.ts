import type { WeightedOutput } from "../kernel_set.ts";
import { requantizerOf } from "../common/requantizer.ts";
import { requantizeChannels } from "./requantize_channels.ts";
import type { Finish, FinishArgs } from "./weighted_finish.ts";

/** Static output: bias and multipliers fixed. `y = clamp(D(acc + bias[c], m[c]) + z_out)`. */
export function finishStatic(
  { output, channels }: FinishArgs<Extract<WeightedOutput, { kind: "static" }>>,
): Finish {
  const { y, codes } = output;
  const requantizer = requantizerOf(output.multipliers);
  const bias = output.bias ?? new Int32Array(channels);
  const { zeroPoint } = y;
  return (accumulators, sample) => {
    const at = sample * accumulators.length;
    requantizeChannels(accumulators, y.data, { at, channels, bias, requantizer, zeroPoint, codes });
  };
}
