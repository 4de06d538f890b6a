import type { WeightedOutput } from "../kernel_set.ts";
import {
  accumulatorBound,
  accumulatorReal,
  accumulatorUnit,
  biasCode,
  derivedMultiplier,
  dynamicParameters,
} from "../common/derivation.ts";
import { makeRequantizer, setMultiplier } from "../common/requantizer.ts";
import { scaleOf, writeParameters } from "../common/sample_parameters.ts";
import { allCodes, requantizeChannels } from "./requantize_channels.ts";
import type { Finish, FinishArgs } from "./weighted_finish.ts";

/**
 * Dynamic output. For each sample, in float32:
 *
 * 1. `k[c] = s_in * s_w[c]`; `acc[c] += round(b[c] / k[c])`; the clamp becomes `round(bound / k[c])`.
 * 2. Scan: lo and hi are the least and largest `k[c] * acc[c]`, widened to include 0.
 * 3. s_out and z_out from lo and hi; `y = clamp(D(acc, k[c] / s_out) + z_out)`.
 */
export function finishDynamic(
  { x, scales, output, channels }: FinishArgs<Extract<WeightedOutput, { kind: "dynamic" }>>,
): Finish {
  const { y, clamp } = output;
  const units = new Float32Array(channels);
  const bias = new Int32Array(channels);
  const bounds = { lo: new Int32Array(channels), hi: new Int32Array(channels) };
  const extremes = { min: new Int32Array(channels), max: new Int32Array(channels) };
  const noBias = new Int32Array(channels);
  const requantizer = makeRequantizer(channels);

  return (accumulators, sample) => {
    const inputScale = scaleOf(x, sample);
    for (let c = 0; c < channels; c++) {
      const unit = accumulatorUnit(inputScale, scales[c]!);
      units[c] = unit;
      bias[c] = output.bias ? biasCode(output.bias[c]!, unit) : 0;
      bounds.lo[c] = accumulatorBound(clamp.min, unit);
      bounds.hi[c] = accumulatorBound(clamp.max, unit);
    }
    stage(accumulators, { channels, bias, bounds, extremes });
    let lo = 0;
    let hi = 0;
    for (let c = 0; c < channels; c++) {
      lo = Math.min(lo, accumulatorReal(extremes.min[c]!, units[c]!));
      hi = Math.max(hi, accumulatorReal(extremes.max[c]!, units[c]!));
    }
    const parameters = dynamicParameters({ lo, hi, scaleFloor: y.scaleFloor });
    writeParameters(y, { sample, parameters });
    for (let c = 0; c < channels; c++) {
      setMultiplier(requantizer, c, derivedMultiplier(units[c]!, parameters.scale));
    }
    requantizeChannels(accumulators, y.data, {
      at: sample * accumulators.length,
      channels,
      bias: noBias,
      requantizer,
      zeroPoint: parameters.zeroPoint,
      codes: allCodes,
    });
  };
}

/** Adds the bias, clamps, writes back, and finds the extremes of each channel. */
function stage(
  accumulators: Int32Array,
  { channels, bias, bounds: { lo, hi }, extremes: { min, max } }: {
    readonly channels: number;
    readonly bias: Int32Array;
    readonly bounds: { readonly lo: Int32Array; readonly hi: Int32Array };
    readonly extremes: { readonly min: Int32Array; readonly max: Int32Array };
  },
): void {
  min.fill(2 ** 31 - 1);
  max.fill(-(2 ** 31));
  for (let i = 0; i < accumulators.length; i += channels) {
    for (let c = 0; c < channels; c++) {
      const biased = (accumulators[i + c]! + bias[c]!) | 0;
      const accumulator = Math.min(Math.max(biased, lo[c]!), hi[c]!);
      accumulators[i + c] = accumulator;
      min[c] = Math.min(min[c]!, accumulator);
      max[c] = Math.max(max[c]!, accumulator);
    }
  }
}
