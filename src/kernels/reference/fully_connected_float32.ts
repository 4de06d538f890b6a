import type { MatrixGeometry, Run, WeightedFloat32 } from "../kernel_set.ts";
import { widen } from "./widen.ts";

const { fround } = Math;

/**
 * Float32 fully connected layer: x [rows, I], weights [O, I] -> y [rows, O].
 * `y[o] = clamp(sum w * x + b[o])`: from +0 over the inner index; each product and each sum rounded
 * to float32. Four outputs at a time share each load of x; a block that reaches past the last
 * output repeats it.
 */
export function fullyConnectedFloat32(args: WeightedFloat32<MatrixGeometry>): Run {
  const { y, clamp: { min, max }, geometry: { rows, inputs, outputs } } = args;
  const weights = Float64Array.from(args.weights);
  const bias = args.bias ?? new Float32Array(outputs);
  const x = new Float64Array(inputs);
  const last = outputs - 1;
  return (samples) => {
    for (let row = 0; row < samples * rows; row++) {
      widen(args.x, row * inputs, x);
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
          const value = x[i]!;
          acc0 = fround(acc0 + fround(weights[w0 + i]! * value));
          acc1 = fround(acc1 + fround(weights[w1 + i]! * value));
          acc2 = fround(acc2 + fround(weights[w2 + i]! * value));
          acc3 = fround(acc3 + fround(weights[w3 + i]! * value));
        }
        y[at + o0] = Math.min(Math.max(fround(acc0 + bias[o0]!), min), max);
        y[at + o1] = Math.min(Math.max(fround(acc1 + bias[o1]!), min), max);
        y[at + o2] = Math.min(Math.max(fround(acc2 + bias[o2]!), min), max);
        y[at + o3] = Math.min(Math.max(fround(acc3 + bias[o3]!), min), max);
      }
    }
  };
}
