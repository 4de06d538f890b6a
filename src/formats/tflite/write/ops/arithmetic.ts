import { sameShape } from "../../../../tensor/mod.ts";
import { fusedActivation } from "../activation.ts";
import { formatOf } from "../file_format.ts";
import type { FileBuilder, OpNode } from "../file_builder.ts";

type Arithmetic = OpNode<"add" | "sub" | "mul">;

const kinds = { add: "ADD", sub: "SUB", mul: "MUL" } as const;

/** ADD, SUB and MUL of two operands, one of which may be constant. */
export function writeArithmetic(node: Arithmetic, file: FileBuilder): void {
  const { op, inputs, output } = node;
  const { number } = fusedActivation(op.clamp, output.type);
  file.emit(kinds[op.kind], {
    version: versionOf(node),
    inputs: inputs.map((value) => file.operand(value)),
    output: file.operand(output),
    options: [{ slot: 0, byte: number }],
  });
}

/**
 * Int8 needs version 2; a product whose scale does not shrink version 3, and so does a difference that
 * is broadcast over more than 4 axes.
 */
function versionOf({ op, inputs, output }: Arithmetic): number {
  const { dtype, shape } = output.type;
  const broadcast = inputs.some(({ type }) => !sameShape(type.shape, shape));
  if (op.kind === "sub" && broadcast && shape.length > 4) return 3;
  if (dtype !== "int8") return 1;
  if (op.kind !== "mul") return 2;
  const [a, b, y] = [...inputs, output].map(({ name, type }) =>
    formatOf(type, name).quantization!.scales[0]!
  ) as [number, number, number];
  return a * b / y >= 1 ? 3 : 2;
}
