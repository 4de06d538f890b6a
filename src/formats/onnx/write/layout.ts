/** How the elements of a value of the Graph are arranged in a tensor of the file. */
import { type BoundShape, sameShape, type Shape } from "../../../tensor/mod.ts";

/**
 * - `own` as the Graph says
 * - `nchw` an image [N, H, W, C] as [N, C, H, W], which ONNX convolutions and pools are about
 * - `flat` [N, H * W * C] in the order of [N, C * H * W]: a flattened image, not moved
 */
export type Layout =
  | { readonly kind: "own" }
  | { readonly kind: "nchw" }
  | { readonly kind: "flat"; readonly sizes: BoundShape };

/** As the Graph says. */
export const own: Layout = { kind: "own" };

/** Channels second. */
export const nchw: Layout = { kind: "nchw" };

/** From [N, H, W, C] to [N, C, H, W]. */
export const toNchw = [0, 3, 1, 2] as const;

/** From [N, C, H, W] to [N, H, W, C]. */
export const toNhwc = [0, 2, 3, 1] as const;

/** The shape of [N, H, W, C] with channels second. */
export function nchwShape(shape: Shape): Shape {
  return toNchw.map((axis) => shape[axis]!);
}

/** Where axis `axis` of [N, H, W, C] is in a layout. */
export function axisIn(layout: Layout, axis: number): number {
  return layout.kind === "nchw" ? toNchw.findIndex((from) => from === axis) : axis;
}

/** Whether [N, H, W, C] and [N, C, H, W] have their elements in the same order. */
export function movesNothing(shape: Shape): boolean {
  return shape.length === 4 && (shape[3] === 1 || (shape[1] === 1 && shape[2] === 1));
}

/** The layout in which a tensor of shape `from` in the Graph's order is already the value `to`. */
export function reshapedAlias(from: Shape, to: Shape): Layout | undefined {
  if (sameShape(from, to)) return own;
  return movesNothing(to) && sameShape(from, nchwShape(to)) ? nchw : undefined;
}
