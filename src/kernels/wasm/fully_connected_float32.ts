import type { MatrixGeometry, Run, WeightedFloat32 } from "../kernel_set.ts";
import { fullyConnectedFloat32 as referenceFullyConnected } from "../reference/fully_connected_float32.ts";
import { bindWeightedFloat32, isOrdinary, type WeightedShape } from "./weighted_float32.ts";

/** Float32 fully connected layer: x [rows, I], weights [O, I] -> y [rows, O]. */
export function fullyConnectedFloat32(args: WeightedFloat32<MatrixGeometry>): Run {
  if (!isOrdinary(args.clamp)) return referenceFullyConnected(args);
  return bindWeightedFloat32(args, matrixShape(args.geometry));
}

/** The sizes of such a layer: every row is a position, its inputs one run. */
export function matrixShape({ rows, inputs, outputs }: MatrixGeometry): WeightedShape {
  const offsets = Array.from({ length: rows }, (_, row) => [row * inputs, row * outputs]).flat();
  return {
    classes: [{ offsets, rows: 1, runs: 1, runLength: inputs, firstTap: 0 }],
    groups: 1,
    outputChannels: outputs,
    taps: 1,
    depth: inputs,
    rowTaps: 1,
    xSample: rows * inputs,
    ySample: rows * outputs,
    rowStep: 0,
    runStep: 0,
  };
}
