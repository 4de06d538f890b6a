import type { FileBuilder, NodeValues, OpNode } from "../file_builder.ts";
import type { OptionField } from "../file_model.ts";

/** LOGISTIC and TANH. */
export function writeSigmoid(node: OpNode<"sigmoid" | "tanh">, file: FileBuilder): void {
  const version = node.output.type.dtype === "int8" ? 2 : 1;
  emit(node, file, { kind: node.op.kind === "tanh" ? "TANH" : "LOGISTIC", version });
}

export function writeLeakyRelu(node: OpNode<"leakyRelu">, file: FileBuilder): void {
  const options = [{ slot: 0, real: node.op.alpha }];
  emit(node, file, { kind: "LEAKY_RELU", version: 1, options });
}

export function writeHardSwish(node: OpNode<"hardSwish">, file: FileBuilder): void {
  emit(node, file, { kind: "HARD_SWISH", version: 1 });
}

/** SOFTMAX over the last axis, beta 1. */
export function writeSoftmax(node: OpNode<"softmax">, file: FileBuilder): void {
  const version = node.output.type.dtype === "int8" ? 2 : 1;
  emit(node, file, { kind: "SOFTMAX", version, options: [{ slot: 0, real: 1 }] });
}

function emit(
  { inputs, output }: NodeValues,
  file: FileBuilder,
  { kind, version, options = [] }: {
    readonly kind: "LOGISTIC" | "TANH" | "LEAKY_RELU" | "HARD_SWISH" | "SOFTMAX";
    readonly version: number;
    readonly options?: readonly OptionField[];
  },
): void {
  const input = file.operand(inputs[0]!);
  file.emit(kind, { version, inputs: [input], output: file.operand(output), options });
}
