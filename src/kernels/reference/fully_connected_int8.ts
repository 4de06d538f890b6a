import type { MatrixGeometry, MatrixOutput, Run, WeightedInt8 } from "../kernel_set.ts";
import { zeroPointOf } from "../common/sample_parameters.ts";
import { weightedFinish } from "./weighted_finish.ts";
import { finishStaticFloat64 } from "./weighted_static_float64.ts";
import { widenWeights } from "./widen_weights.ts";

/**
 * Int8 fully connected layer: x [rows, I], weights [O, I] -> y [rows, O].
 * `acc[o] = sum w * (x - z_in)`; then the finish of the output.
 */
export function fullyConnectedInt8(args: WeightedInt8<MatrixGeometry, MatrixOutput>): Run {
  const { x, geometry, output } = args;
  const { rows, outputs } = geometry;
  const weights = widenWeights(args.weights);
  const accumulators = new Int32Array(rows * outputs);
  const common = { x, scales: args.weights.scales, channels: outputs };
  const finish = output.kind === "static-float64"
    ? finishStaticFloat64({ ...common, output })
    : weightedFinish({ ...common, output });
  return (samples) => {
    for (let sample = 0; sample < samples; sample++) {
      const zeroPoint = zeroPointOf(x, sample);
      accumulate({ x: x.data, weights, accumulators, geometry, sample, zeroPoint });
      finish(accumulators, sample);
    }
  };
}

/**
 * Accumulators of one sample. Four outputs at a time share each load of x; a block that reaches
 * past the last output repeats it.
 */
function accumulate(
  { x, weights, accumulators, geometry: { rows, inputs, outputs }, sample, zeroPoint }: {
    readonly x: Int8Array;
    readonly weights: Int16Array;
    readonly accumulators: Int32Array;
    readonly geometry: MatrixGeometry;
    readonly sample: number;
    readonly zeroPoint: number;
  },
): void {
  const last = outputs - 1;
  for (let row = 0; row < rows; row++) {
    const xi = (sample * rows + row) * inputs;
    const at = row * outputs;
    for (let o0 = 0; o0 <= last; o0 += 4) {
      const o1 = Math.min(o0 + 1, last);
      const o2 = Math.min(o0 + 2, last);
      const o3 = Math.min(o0 + 3, last);
      const w0 = o0 * inputs;
      const w1 = o1 * inputs;
      const w2 = o2 * inputs;
      const w3 = o3 * inputs;
      let acc0 = 0;
      let acc1 = 0;
      let acc2 = 0;
      let acc3 = 0;
      for (let i = 0; i < inputs; i++) {
        const value = x[xi + i]! - zeroPoint;
        acc0 = (acc0 + Math.imul(weights[w0 + i]!, value)) | 0;
        acc1 = (acc1 + Math.imul(weights[w1 + i]!, value)) | 0;
        acc2 = (acc2 + Math.imul(weights[w2 + i]!, value)) | 0;
        acc3 = (acc3 + Math.imul(weights[w3 + i]!, value)) | 0;
      }
      accumulators[at + o0] = acc0;
      accumulators[at + o1] = acc1;
      accumulators[at + o2] = acc2;
      accumulators[at + o3] = acc3;
    }
  }
}
