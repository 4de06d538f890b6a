import { ensure } from "../../../../graph/mod.ts";
import type { FileBuilder, OpNode } from "../file_builder.ts";
import { formatOf } from "../file_format.ts";

/** CONCATENATION along an axis. Int8 operands must have the parameters of the output. */
export function writeConcatenation(node: OpNode<"concat">, file: FileBuilder): void {
  const { op, inputs, output } = node;
  const wanted = JSON.stringify(formatOf(output.type, output.name));
  for (const { name, type } of inputs) {
    ensure(
      JSON.stringify(formatOf(type, name)) === wanted,
      () => `operands must have the scale and zero point of the output, "${name}" has others`,
    );
  }
  file.emit("CONCATENATION", {
    version: output.type.dtype === "int8" ? 2 : 1,
    inputs: inputs.map((value) => file.operand(value)),
    output: file.operand(output),
    options: [{ slot: 0, integer: op.axis }],
  });
}
