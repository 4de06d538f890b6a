import { clampOperator } from "../activation.ts";
import type { FileBuilder, OpNode } from "../file_builder.ts";

/** RELU, RELU6 and RELU_N1_TO_1 as operators of their own. */
export function writeClamp({ op, inputs, output }: OpNode<"clamp">, file: FileBuilder): void {
  const name = clampOperator(op.clamp, output.type);
  const int8 = output.type.dtype === "int8";
  file.emit(name, {
    version: int8 && name !== "RELU_N1_TO_1" ? 2 : 1,
    inputs: [file.operand(inputs[0]!)],
    output: file.operand(output),
  });
}
