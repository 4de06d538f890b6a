import type { BoundShape } from "../../tensor/mod.ts";
import type { OnnxWindow } from "./window.ts";

/**
 * The window of a pool with `ceil_mode`: padded at the end so that the last, partial window counts.
 * A window that would start in the padding at the end is left out, as in the operator's reference.
 */
export function ceilPads(window: OnnxWindow, sizes: BoundShape): OnnxWindow {
  const [height, width] = sizes.length === 1 ? [1, sizes[0]!] : [sizes[0]!, sizes[1]!];
  const { kernel, strides, dilations, pads } = window;
  const along = (axis: 0 | 1, size: number): number => {
    const [before, after] = [pads[axis], pads[axis + 2]!];
    const reach = (kernel[axis] - 1) * dilations[axis] + 1;
    const stride = strides[axis];
    const last = Math.ceil((size + before + after - reach) / stride) * stride;
    const start = last >= size + before ? last - stride : last;
    return Math.max(start + reach - size - before, after);
  };
  return { ...window, pads: [pads[0], pads[1], along(0, height), along(1, width)] };
}
