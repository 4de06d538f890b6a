import { makeScale } from "../../affine/mod.ts";
import type {
  Int8Weights,
  MatrixGeometry,
  MatrixOutput,
  Run,
  StaticFloat64Output,
  WeightedInt8,
} from "../kernel_set.ts";
import { fullyConnectedInt8 as referenceFullyConnected } from "../reference/fully_connected_int8.ts";
import { finishStaticFloat64 } from "../reference/weighted_static_float64.ts";
import { memoryOf } from "./memory.ts";

/** Integers up to this are float32. */
const exactMax = 2 ** 24;

/**
 * Int8 fully connected layer rounded in float64. The hybrid layer of scale 1 gives the accumulators as
 * float32, exact where none can pass 2^24; the reference finishes them. Other layers are the
 * reference's.
 */
export function bindStaticFloat64(
  args: WeightedInt8<MatrixGeometry, StaticFloat64Output>,
  bind: (args: WeightedInt8<MatrixGeometry, MatrixOutput>) => Run,
): Run {
  const { x, weights, geometry, output } = args;
  const { rows, inputs, outputs } = geometry;
  if (x.kind !== "static" || largestSum(weights, inputs) > exactMax) {
    return referenceFullyConnected(args);
  }
  const memory = memoryOf(x.data);
  const perSample = rows * outputs;
  const capacity = Math.floor(x.data.length / (rows * inputs));
  const at = memory.scratch("float32 sums", 4 * capacity * perSample);
  const sums = Array.from(
    { length: capacity },
    (_, sample) => new Float32Array(memory.buffer, at + 4 * sample * perSample, perSample),
  );
  const accumulate = bind({
    x: { ...x, scale: makeScale(1) },
    weights: { ...weights, scales: new Float32Array(outputs).fill(1) },
    geometry,
    output: {
      kind: "float32",
      y: { kind: "float32", data: new Float32Array(memory.buffer, at, capacity * perSample) },
      bias: undefined,
      clamp: { min: -Infinity, max: Infinity },
    },
  });
  const finish = finishStaticFloat64({ output, channels: outputs });
  return (samples) => {
    accumulate(samples);
    for (let sample = 0; sample < samples; sample++) finish(sums[sample]!, sample);
  };
}

/** The largest size that an accumulator can have. */
function largestSum({ data, zeroPoint }: Int8Weights, inputs: number): number {
  let largest = 0;
  for (let first = 0; first < data.length; first += inputs) {
    let sum = 0;
    for (let i = 0; i < inputs; i++) sum += Math.abs(data[first + i]! - zeroPoint);
    largest = Math.max(largest, 255 * sum);
  }
  return largest;
}
