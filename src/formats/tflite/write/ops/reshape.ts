import type { FileBuilder, OpNode } from "../file_builder.ts";

/** RESHAPE to a constant shape; -1 stands for the batch. */
export function writeReshape(node: OpNode<"reshape">, file: FileBuilder): void {
  const { op, inputs, output } = node;
  const input = file.operand(inputs[0]!);
  const values = op.shape.map((dim) => dim === "batch" ? -1 : dim);
  const shape = file.integers(`${output.name}:shape`, { values });
  file.emit("RESHAPE", { version: 1, inputs: [input, shape], output: file.operand(output) });
}
