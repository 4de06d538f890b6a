import { codeRange } from "../../affine/mod.ts";
import type { WeightedOutput } from "../kernel_set.ts";
import { accumulatorUnit, biasCode, derivedMultiplier } from "../common/derivation.ts";
import { makeRequantizer, setMultiplier } from "../common/requantizer.ts";
import { scaleOf } from "../common/sample_parameters.ts";
import { requantizeChannels } from "./requantize_channels.ts";
import type { Finish, FinishArgs } from "./weighted_finish.ts";

/**
 * Dynamic input, static output. For each sample, in float32: `k[c] = s_in * s_w[c]`, bias
 * `round(b[c] / k[c])`, multiplier `k[c] / s_out`; then as static.
 */
export function finishDerived(
  { x, scales, output, channels }: FinishArgs<Extract<WeightedOutput, { kind: "derived" }>>,
): Finish {
  const { y } = output;
  const { zeroPoint } = y;
  const codes = codeRange(output.clamp, y);
  const bias = new Int32Array(channels);
  const requantizer = makeRequantizer(channels);
  return (accumulators, sample) => {
    const inputScale = scaleOf(x, sample);
    for (let c = 0; c < channels; c++) {
      const unit = accumulatorUnit(inputScale, scales[c]!);
      bias[c] = output.bias ? biasCode(output.bias[c]!, unit) : 0;
      setMultiplier(requantizer, c, derivedMultiplier(unit, y.scale));
    }
    const at = sample * accumulators.length;
    requantizeChannels(accumulators, y.data, { at, channels, bias, requantizer, zeroPoint, codes });
  };
}
