/**
 * The anomaly score of each sample: the mean squared difference between its model inputs and what the
 * model made of them, over all its windows, in float64 and in order (as MLPerf Tiny scores a clip). What
 * is NaN scores as low as can be, for a device that compares it with a threshold finds nothing.
 *
 * @param inputs [samples, windows, elements] flattened, as the model takes them.
 * @param outputs Of the same shape.
 *
 * @example
 * ```ts
 * import { reconstructionErrors } from "./reconstruction.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const inputs = Float32Array.of(1, 2, 3, 4);
 * const outputs = Float32Array.of(1, 0, 3, 5);
 * assertEquals([...reconstructionErrors(inputs, outputs, { samples: 2 })], [2, 0.5]);
 * ```
 */
export function reconstructionErrors(
  inputs: Float32Array,
  outputs: Float32Array,
  { samples }: { readonly samples: number },
): Float64Array {
  const perSample = inputs.length / samples;
  return Float64Array.from({ length: samples }, (_, sample) => {
    let sum = 0;
    for (let i = sample * perSample; i < (sample + 1) * perSample; i++) {
      const error = inputs[i]! - outputs[i]!;
      sum += error * error;
    }
    return Number.isNaN(sum) ? -Infinity : sum / perSample;
  });
}
