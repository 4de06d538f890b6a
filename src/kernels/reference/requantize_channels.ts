import { codeMax, codeMin } from "../../affine/mod.ts";
import type { CodeRange } from "../kernel_set.ts";
import { requantize, type Requantizer } from "../common/requantizer.ts";

/** Every code: no clamp, or one that was applied to the accumulators. */
export const allCodes: CodeRange = { min: codeMin, max: codeMax };

/**
 * `y = clamp(D(acc + bias[c], m[c]) + z_out)` for one sample of accumulators [positions, channels],
 * written from element `at` of y on.
 */
export function requantizeChannels(
  accumulators: Int32Array,
  y: Int8Array,
  { at, channels, bias, requantizer, zeroPoint, codes: { min, max } }: {
    readonly at: number;
    readonly channels: number;
    readonly bias: Int32Array;
    readonly requantizer: Requantizer;
    readonly zeroPoint: number;
    readonly codes: CodeRange;
  },
): void {
  for (let i = 0; i < accumulators.length; i += channels) {
    for (let c = 0; c < channels; c++) {
      const accumulator = (accumulators[i + c]! + bias[c]!) | 0;
      const code = (requantize(accumulator, c, requantizer) + zeroPoint) | 0;
      y[at + i + c] = Math.min(Math.max(code, min), max);
    }
  }
}
