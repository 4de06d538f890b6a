import { ensure } from "../../../../graph/mod.ts";
import type { FileBuilder, OpNode } from "../file_builder.ts";
import { paddingOf, paddings, writePadded } from "../window.ts";

type Pool = OpNode<"maxPool2d" | "averagePool2d">;

const kinds = { maxPool2d: "MAX_POOL_2D", averagePool2d: "AVERAGE_POOL_2D" } as const;

/**
 * MAX_POOL_2D and AVERAGE_POOL_2D. Padding that is neither SAME nor VALID needs a PAD before, which
 * only a maximum of values that are never below 0 may have.
 */
export function writePool(node: Pool, file: FileBuilder): void {
  const { op, inputs, output } = node;
  const x = inputs[0]!;
  ensure(
    op.dilations.every((dilation) => dilation === 1),
    () => `the dilations of a pool must be 1, got [${op.dilations.join(", ")}]`,
  );
  const padding = paddingOf({ ...op, x: x.type.shape, y: output.type.shape });
  if (padding === "explicit") checkPadded(node, file);
  const input = padding === "explicit" ? writePadded(node, file, op.pads) : file.operand(x);
  file.emit(kinds[op.kind], {
    version: x.type.dtype === "int8" ? 2 : 1,
    inputs: [input],
    output: file.operand(output),
    options: [
      { slot: 0, byte: padding === "same" ? paddings.same : paddings.valid },
      { slot: 1, integer: op.strides[1] },
      { slot: 2, integer: op.strides[0] },
      { slot: 3, integer: op.kernel[1] },
      { slot: 4, integer: op.kernel[0] },
    ],
  });
}

/** Padding with 0 must not be seen: not counted in an average, never the largest of a maximum. */
function checkPadded({ op, inputs: [x] }: Pool, file: FileBuilder): void {
  const { quantization } = x!.type;
  const least = quantization.kind === "static" && quantization.granularity === "per-tensor"
    ? quantization.parameters.zeroPoint === -128
    : file.isNonNegative(x!.name);
  ensure(
    op.kind === "maxPool2d" && least,
    () =>
      "the padding of a pool must be SAME or VALID, or that of a maximum of values that are never " +
      `below 0, got [${op.pads.join(", ")}]`,
  );
}
