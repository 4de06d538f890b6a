import type { BoundShape } from "../../../../tensor/mod.ts";
import { fusedActivation } from "../activation.ts";
import type { FileBuilder, OpNode } from "../file_builder.ts";
import { paddingOf, paddings, writePadded } from "../window.ts";
import { writeConvConstants } from "./weighted.ts";

/** DEPTHWISE_CONV_2D: weights [kh, kw, C * multiplier] as [1, kh, kw, C * multiplier], always a bias. */
export function writeDepthwiseConv2d(node: OpNode<"depthwiseConv2d">, file: FileBuilder): void {
  const { op, inputs, output } = node;
  const [x, weights] = [inputs[0]!, inputs[1]!];
  const [height, width, channels] = weights.type.shape as BoundShape as readonly [
    number,
    number,
    number,
  ];
  const { number } = fusedActivation(op.clamp, output.type);
  const padding = paddingOf({
    ...op,
    kernel: [height, width],
    x: x.type.shape,
    y: output.type.shape,
  });
  const input = padding === "explicit" ? writePadded(node, file, op.pads) : file.operand(x);
  const constants = writeConvConstants(node, file, {
    shape: [1, height, width, channels],
    axis: 3,
  });
  const dilated = op.dilations.some((dilation) => dilation !== 1);
  file.emit("DEPTHWISE_CONV_2D", {
    version: x.type.dtype === "int8" ? 3 : dilated ? 2 : 1,
    inputs: [input, ...constants],
    output: file.operand(output),
    options: [
      { slot: 0, byte: padding === "same" ? paddings.same : paddings.valid },
      { slot: 1, integer: op.strides[1] },
      { slot: 2, integer: op.strides[0] },
      { slot: 3, integer: op.multiplier },
      { slot: 4, byte: number },
      { slot: 5, integer: op.dilations[1] },
      { slot: 6, integer: op.dilations[0] },
    ],
  });
}
