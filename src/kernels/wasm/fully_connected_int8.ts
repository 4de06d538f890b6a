import type { MatrixGeometry, MatrixOutput, Run, WeightedInt8 } from "../kernel_set.ts";
import { bindStaticFloat64 } from "./fully_connected_static_float64.ts";
import { memoryOf } from "./memory.ts";
import { packPanels, stepBytes } from "./pack_weights.ts";
import { bindPlan, chunkRows, operandsOf, placed } from "./weighted_plan.ts";

/**
 * Int8 fully connected layer: x [rows, I], weights [O, I] -> y [rows, O], as the reference has it.
 *
 * @throws {TypeError} When x does not lie in a memory of this kernel set.
 */
export function fullyConnectedInt8(args: WeightedInt8<MatrixGeometry, MatrixOutput>): Run {
  const { x, weights, geometry: { rows, inputs, outputs }, output } = args;
  if (output.kind === "static-float64") {
    return bindStaticFloat64({ ...args, output }, fullyConnectedInt8);
  }
  const memory = memoryOf(x.data);
  const operands = operandsOf(memory, args);
  const rowBytes = inputs * operands.bytes;
  const panels = packPanels(memory, {
    weights,
    groups: 1,
    channels: outputs,
    runs: 1,
    length: inputs,
    operands,
  });
  const plan = bindPlan(memory, {
    args: { x, weights, output },
    sizes: {
      xPerSample: rows * inputs,
      channels: outputs,
      positions: rows,
      chunk: chunkRows,
      packedBytes: chunkRows * rowBytes,
      operands,
      weightSums: panels.sums,
    },
    values: {
      weights: panels.at,
      inputChannels: inputs,
      rows: placed(memory, Array.from({ length: chunkRows }, (_, row) => row * rowBytes)),
      rowCount: rows,
      rowChannels: outputs,
      runs: 1,
      steps: Math.ceil(rowBytes / stepBytes),
      runOffsets: placed(memory, [0]),
      groups: 1,
    },
  });
  const run = memory.exports.fullyConnectedInt8;
  return (samples) => run(plan, samples);
}
