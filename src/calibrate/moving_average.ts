import type { Distribution } from "./distribution.ts";
import { type CalibratedRange, calibratedRange } from "./range.ts";

/**
 * Exponential moving average of each sample's smallest and largest value, in draw order: the first
 * sample sets it, each other moves it by `constant * (new - old)`, in float64.
 *
 * The variant is that of AI Edge Quantizer, 0.05 per sample: the one in the field that is defined per
 * sample, so that the batch does not matter. PyTorch averages per batch with 0.01 (MQBench 0.1);
 * per sample that would leave the first of 100 samples 37 % of the result. onnxruntime takes the
 * plain mean within a batch and the exponential one between batches.
 * Depends on the order of the samples, and mostly on the last 1 / constant of them. Since it averages
 * extremes it clips in about half of the samples.
 *
 * @throws {RangeError} When the constant is not in (0, 1].
 */
export function movingAverage(
  distribution: Distribution,
  { constant }: { readonly constant: number },
): CalibratedRange {
  if (!(constant > 0 && constant <= 1)) {
    throw new RangeError(
      `Cannot calibrate by moving average: the constant must be in (0, 1], got ${constant}`,
    );
  }
  const { min, max } = distribution.perSample;
  return calibratedRange(distribution, {
    lo: average(min, constant),
    hi: average(max, constant),
  });
}

function average(extremes: Float32Array, constant: number): number {
  return extremes.reduce(
    (old, extreme, sample) => sample === 0 ? extreme : old + constant * (extreme - old),
    0,
  );
}
