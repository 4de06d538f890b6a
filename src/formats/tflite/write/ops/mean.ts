import type { FileBuilder, OpNode } from "../file_builder.ts";

/** MEAN over a constant list of axes. */
export function writeMean(node: OpNode<"mean">, file: FileBuilder): void {
  const { op, inputs, output } = node;
  const input = file.operand(inputs[0]!);
  const axes = file.integers(`${output.name}:axes`, { values: op.axes });
  file.emit("MEAN", {
    version: output.type.dtype === "int8" ? 2 : 1,
    inputs: [input, axes],
    output: file.operand(output),
    options: [{ slot: 0, byte: op.keepDims ? 1 : 0 }],
  });
}
