import { ensure } from "../../../../graph/mod.ts";
import type { FileBuilder, OpNode } from "../file_builder.ts";

/** Most axes that the operator pads. */
const maxAxes = 5;

/** PAD with real 0, which is the zero point of an int8 value. */
export function writePad(node: OpNode<"pad">, file: FileBuilder): void {
  const { op, inputs, output } = node;
  const axes = op.before.length;
  ensure(op.value === 0, () => `padding must be 0, got ${op.value}`);
  ensure(axes <= maxAxes, () => `a pad must have at most 5 axes, got ${axes}`);
  const input = file.operand(inputs[0]!);
  const values = op.before.flatMap((before, axis) => [before, op.after[axis]!]);
  const pads = file.integers(`${output.name}:pads`, { values, shape: [axes, 2] });
  file.emit("PAD", {
    version: axes > 4 ? 4 : output.type.dtype === "int8" ? 2 : 1,
    inputs: [input, pads],
    output: file.operand(output),
  });
}
