import type { Pair, Window } from "../../../graph/mod.ts";
import type { OnnxAttribute } from "./model_bytes.ts";

/** The attributes that convolutions and pools have in common; dilations are not in all opsets. */
export function windowAttributes(
  { strides, pads }: Window,
  kernel: Pair,
): Readonly<Record<string, OnnxAttribute>> {
  return {
    kernel_shape: { ints: kernel },
    pads: { ints: pads },
    strides: { ints: strides },
  };
}
