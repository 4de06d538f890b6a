import type { FileBuilder, OpNode } from "../file_builder.ts";

/** TRANSPOSE by a constant permutation. */
export function writeTranspose(node: OpNode<"transpose">, file: FileBuilder): void {
  const { op, inputs, output } = node;
  const axes = op.permutation.length;
  const input = file.operand(inputs[0]!);
  const permutation = file.integers(`${output.name}:permutation`, { values: op.permutation });
  file.emit("TRANSPOSE", {
    version: axes > 5 ? 6 : axes > 4 ? 4 : output.type.dtype === "int8" ? 2 : 1,
    inputs: [input, permutation],
    output: file.operand(output),
  });
}
