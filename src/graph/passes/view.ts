/**
 * A view: a value seen through reshapes and transposes that have not been carried out. The
 * layout pass keeps views instead of nodes, so that movements meet and cancel.
 */
import { sameShape, type Shape } from "../../tensor/mod.ts";
import { inferShape } from "../infer.ts";
import type { OpOf } from "../op.ts";

/** An op that moves elements and never looks at them. */
export type Movement = OpOf<"reshape"> | OpOf<"transpose">;

/** One movement and the shape that it gives. */
export interface Step {
  readonly op: Movement;
  readonly shape: Shape;
}

/** `base`, of shape `baseShape`, after `steps`. */
export interface View {
  readonly base: string;
  readonly baseShape: Shape;
  readonly steps: readonly Step[];
}

/** The value itself. */
export function plainView(base: string, baseShape: Shape): View {
  return { base, baseShape, steps: [] };
}

/** The shape that a view shows. */
export function viewShape({ baseShape, steps }: View): Shape {
  return steps.at(-1)?.shape ?? baseShape;
}

/** Whether a transpose of that shape leaves the order of elements in memory as it is. */
export function keepsOrder(shape: Shape, permutation: readonly number[]): boolean {
  const moved = permutation.filter((axis) => shape[axis] !== 1);
  return moved.every((axis, i) => i === 0 || moved[i - 1]! < axis);
}

/** The shape before the last step. */
function shapeBeforeLast(view: View): Shape {
  return view.steps.at(-2)?.shape ?? view.baseShape;
}

function withoutLast(view: View): View {
  return { ...view, steps: view.steps.slice(0, -1) };
}

/**
 * The view after one more movement, in its shortest form: two transposes are one, of two reshapes
 * the last counts, a transpose that keeps the order is a reshape next to a reshape, and what
 * changes nothing is left out.
 */
export function appendMovement(view: View, op: Movement): View {
  return op.kind === "reshape" ? appendReshape(view, op.shape) : appendTranspose(view, op);
}

function appendReshape(view: View, shape: Shape): View {
  const last = view.steps.at(-1);
  if (last?.op.kind === "reshape") return appendReshape(withoutLast(view), shape);
  if (last?.op.kind === "transpose" && keepsOrder(shapeBeforeLast(view), last.op.permutation)) {
    return appendReshape(withoutLast(view), shape);
  }
  if (sameShape(viewShape(view), shape)) return view;
  return { ...view, steps: [...view.steps, { op: { kind: "reshape", shape }, shape }] };
}

function appendTranspose(view: View, op: OpOf<"transpose">): View {
  const { permutation } = op;
  if (permutation.every((axis, i) => axis === i)) return view;
  const last = view.steps.at(-1);
  if (last?.op.kind === "transpose") {
    const inner = last.op.permutation;
    const composed = permutation.map((axis) => inner[axis]!);
    return appendTranspose(withoutLast(view), { kind: "transpose", permutation: composed });
  }
  const before = viewShape(view);
  const shape = inferShape(op, [before]);
  if (last?.op.kind === "reshape" && keepsOrder(before, permutation)) {
    return appendReshape(view, shape);
  }
  return { ...view, steps: [...view.steps, { op, shape }] };
}

/** A view split before its last step, where that is a transpose. */
export function splitTranspose(
  view: View,
): { readonly rest: View; readonly permutation: readonly number[] } | undefined {
  const last = view.steps.at(-1);
  if (last?.op.kind !== "transpose") return undefined;
  return { rest: withoutLast(view), permutation: last.op.permutation };
}

/** The ops that carry a view out, transposes that keep the order as reshapes. */
export function carriedOut(view: View): readonly Step[] {
  return view.steps.map(({ op, shape }, i) => {
    const before = view.steps[i - 1]?.shape ?? view.baseShape;
    const cheap = op.kind === "transpose" && keepsOrder(before, op.permutation);
    return cheap ? { op: { kind: "reshape", shape }, shape } : { op, shape };
  });
}

/** How many transposes carrying a view out would cost. */
export function transposeCount(view: View): number {
  return carriedOut(view).filter(({ op }) => op.kind === "transpose").length;
}

/** Text that two views share when they show the same elements in the same way. */
export function viewKey({ base, steps }: View): string {
  const text = steps.map(({ op, shape }) =>
    op.kind === "reshape" ? `r${shape.join()}` : `t${op.permutation.join()}`
  );
  return JSON.stringify([base, ...text]);
}

/** Whether every step keeps the leading dimension, samples apart from each other. */
export function keepsLeading({ baseShape, steps }: View): boolean {
  const leading = baseShape[0];
  return leading !== undefined &&
    steps.every(({ op, shape }) =>
      shape[0] === leading && (op.kind === "reshape" || op.permutation[0] === 0)
    );
}
