/** What convolutions and pools have in common: strides, dilations and padding. */
import { ensure, type Pads, type Pair, type Window } from "../../graph/mod.ts";
import { formatShape, type Shape } from "../../tensor/mod.ts";

/** Padding by its number. */
const paddings = ["SAME", "VALID"] as const;

/** Height and width of an [N, H, W, C] value. */
export function imageSizes(shape: Shape): Pair {
  const [, height, width] = shape;
  ensure(
    shape.length === 4 && typeof height === "number" && typeof width === "number",
    () => `the input must be [N, H, W, C], got ${formatShape(shape)}`,
  );
  return [height, width];
}

/**
 * A window of `kernel` on `sizes`. SAME pads to `ceil(size / stride)` outputs, the odd element after;
 * VALID does not pad.
 */
export function windowOf(
  sizes: Pair,
  { kernel, strides, dilations, padding }: {
    readonly kernel: Pair;
    readonly strides: Pair;
    readonly dilations: Pair;
    /** Its number in the file. */
    readonly padding: number;
  },
): Window {
  const name = paddings[padding];
  ensure(name !== undefined, () => `the padding must be SAME (0) or VALID (1), got ${padding}`);
  for (const [what, values] of [["strides", strides], ["dilations", dilations]] as const) {
    ensure(
      values.every((value) => value >= 1),
      () => `${what} must be at least 1, got [${values.join(", ")}]`,
    );
  }
  const totals = sizes.map((size, axis) => {
    const stride = strides[axis]!;
    const reach = (kernel[axis]! - 1) * dilations[axis]! + 1;
    const total = (Math.ceil(size / stride) - 1) * stride + reach - size;
    return name === "SAME" ? Math.max(total, 0) : 0;
  }) as [number, number];
  const before = totals.map((total) => Math.floor(total / 2)) as [number, number];
  const pads: Pads = [
    before[0],
    before[1],
    totals[0] - before[0],
    totals[1] - before[1],
  ];
  return { strides, dilations, pads };
}
