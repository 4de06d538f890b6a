import type { FileBuilder, OpNode } from "../file_builder.ts";

/** QUANTIZE: float32 to codes, or codes to codes with other parameters. */
export function writeQuantize(
  { inputs, output }: OpNode<"quantize" | "requantize">,
  file: FileBuilder,
): void {
  const input = file.operand(inputs[0]!);
  file.emit("QUANTIZE", { version: 1, inputs: [input], output: file.operand(output) });
}

/** DEQUANTIZE: codes to float32. */
export function writeDequantize(
  { inputs, output }: OpNode<"dequantize">,
  file: FileBuilder,
): void {
  const input = file.operand(inputs[0]!);
  file.emit("DEQUANTIZE", { version: 2, inputs: [input], output: file.operand(output) });
}
