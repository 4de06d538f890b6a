import type { BoundShape } from "../../../../tensor/mod.ts";
import { fusedActivation } from "../activation.ts";
import type { FileBuilder, OpNode } from "../file_builder.ts";
import { writeConstants } from "./weighted.ts";

/**
 * FULLY_CONNECTED: weights [O, I] as they are; an input that does not have 2 axes keeps its own.
 * Several weight scales (per-channel) do not raise the version: runtimes before 2024 do not know them.
 */
export function writeFullyConnected(node: OpNode<"fullyConnected">, file: FileBuilder): void {
  const { op, inputs, output } = node;
  const [x, weights] = [inputs[0]!, inputs[1]!];
  const shape = weights.type.shape as BoundShape;
  const { number } = fusedActivation(op.clamp, output.type);
  const input = file.operand(x);
  const { weights: stored, bias = -1 } = writeConstants(node, file, { shape, axis: 0 });
  const keepsAxes = x.type.shape.length !== 2;
  file.emit("FULLY_CONNECTED", {
    version: keepsAxes ? 5 : x.type.dtype === "int8" ? 4 : 1,
    inputs: [input, stored, bias],
    output: file.operand(output),
    options: [{ slot: 0, byte: number }, { slot: 2, byte: keepsAxes ? 1 : 0 }],
  });
}
