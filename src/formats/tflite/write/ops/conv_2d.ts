import type { BoundShape } from "../../../../tensor/mod.ts";
import { fusedActivation } from "../activation.ts";
import type { FileBuilder, OpNode } from "../file_builder.ts";
import { paddingOf, paddings, writePadded } from "../window.ts";
import { writeConvConstants } from "./weighted.ts";

/** CONV_2D: weights [O, kh, kw, C / groups] as they are, always a bias. */
export function writeConv2d(node: OpNode<"conv2d">, file: FileBuilder): void {
  const { op, inputs, output } = node;
  const [x, weights] = [inputs[0]!, inputs[1]!];
  const shape = weights.type.shape as BoundShape;
  const [, height, width] = shape as readonly [number, number, number, number];
  const { number } = fusedActivation(op.clamp, output.type);
  const padding = paddingOf({
    ...op,
    kernel: [height, width],
    x: x.type.shape,
    y: output.type.shape,
  });
  const input = padding === "explicit" ? writePadded(node, file, op.pads) : file.operand(x);
  const constants = writeConvConstants(node, file, { shape, axis: 0 });
  file.emit("CONV_2D", {
    version: op.groups > 1 ? 6 : x.type.dtype === "int8" ? 3 : 1,
    inputs: [input, ...constants],
    output: file.operand(output),
    options: [
      { slot: 0, byte: padding === "same" ? paddings.same : paddings.valid },
      { slot: 1, integer: op.strides[1] },
      { slot: 2, integer: op.strides[0] },
      { slot: 3, byte: number },
      { slot: 4, integer: op.dilations[1] },
      { slot: 5, integer: op.dilations[0] },
    ],
  });
}
