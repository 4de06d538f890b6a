/** Padding of convolutions and pools, as TensorFlow Lite says it. */
import type { Pads, Pair, Window } from "../../../graph/mod.ts";
import type { Shape } from "../../../tensor/mod.ts";
import { formatOf } from "./file_format.ts";
import type { FileBuilder, NodeValues } from "./file_builder.ts";

/** What a window slides over, and what comes out. */
export interface Sliding extends Window {
  readonly kernel: Pair;
  readonly x: Shape;
  readonly y: Shape;
}

/** The numbers of SAME and VALID in the options. */
export const paddings = { same: 0, valid: 1 } as const;

/**
 * How the padding is said: VALID (none), SAME (to `ceil(size / stride)` outputs, the odd element
 * after), or explicitly, an operator of its own before a window of VALID. Padding that no window
 * reaches does not count.
 */
export function paddingOf(sliding: Sliding): "same" | "valid" | "explicit" {
  const axes = [0, 1].map((axis) => {
    const size = sliding.x[axis + 1] as number;
    const outputs = sliding.y[axis + 1] as number;
    const before = sliding.pads[axis]!;
    const stride = sliding.strides[axis]!;
    const reach = (sliding.kernel[axis]! - 1) * sliding.dilations[axis]! + 1;
    const same = Math.ceil(size / stride);
    const total = Math.max((same - 1) * stride + reach - size, 0);
    return {
      valid: before === 0 && reach <= size && outputs === Math.floor((size - reach) / stride) + 1,
      same: before === Math.floor(total / 2) && outputs === same,
    };
  });
  if (axes.every(({ valid }) => valid)) return "valid";
  return axes.every(({ same }) => same) ? "same" : "explicit";
}

/** Writes a PAD of height and width before a node, and gives back its output. */
export function writePadded(
  { inputs: [x], output }: NodeValues,
  file: FileBuilder,
  pads: Pads,
): number {
  const { name, type } = x!;
  const [top, left, bottom, right] = pads;
  const [batch, height, width, channels] = type.shape as readonly [
    Shape[number],
    number,
    number,
    number,
  ];
  const shape = [batch, height + top + bottom, width + left + right, channels];
  const values = [0, 0, top, bottom, left, right, 0, 0];
  const input = file.operand(x!);
  const wanted = `${output.name}:padded`;
  const list = file.integers(`${wanted}:pads`, { values, shape: [4, 2] });
  const padded = file.extra(wanted, { ...formatOf(type, name), shape });
  const version = type.dtype === "int8" ? 2 : 1;
  file.emit("PAD", { version, inputs: [input, list], output: padded });
  return padded;
}
