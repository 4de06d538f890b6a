import { type BoundShape, sameShape, type Shape, type Tensor, tensor } from "../../tensor/mod.ts";
import { type Node, valueOf } from "../graph.ts";
import type { Op, OpOf } from "../op.ts";
import { inversePermutation, transposeTensor } from "../permute.ts";
import type { LayoutWriter } from "./layout_writer.ts";
import {
  appendMovement,
  splitTranspose,
  type Step,
  transposeCount,
  type View,
  viewShape,
} from "./view.ts";

/** `add` and `mul`: run on the arrangement that costs the fewest transposes. */
export function movePair(writer: LayoutWriter, node: Node): void {
  const { op } = node;
  const constant = node.inputs.findIndex((name) => writer.isConstant(name));
  if (constant !== -1) return moveThroughConstant(writer, node, constant);
  const [a, b] = node.inputs.map((name) => writer.view(name)) as [View, View];
  if (sameShape(a.baseShape, b.baseShape) && JSON.stringify(a.steps) === JSON.stringify(b.steps)) {
    const after = a.steps.map((step) => step.op);
    return writer.produce(node, { op, inputs: [a.base, b.base], after });
  }
  moveTogether(writer, node, () => op);
}

/** `concat`: runs on the arrangement that costs the fewest transposes, along the same axis of it. */
export function moveConcat(writer: LayoutWriter, node: Node, op: OpOf<"concat">): void {
  moveTogether(writer, node, (permutation) => ({ ...op, axis: permutation[op.axis]! }));
}

/**
 * Takes the last transpose of one operand off all of them and puts it after the op, where that costs
 * no more transposes than to leave it.
 */
function moveTogether(
  writer: LayoutWriter,
  node: Node,
  arranged: (permutation: readonly number[]) => Op,
): void {
  const views = node.inputs.filter((name) => !writer.isConstant(name)).map((x) => writer.view(x));
  const rank = viewShape(views[0]!).length;
  const sameRank = node.inputs.every((name) =>
    valueOf(writer.graph, name).type.shape.length === rank
  );
  const best = sameRank ? bestPermutation(writer, views) : undefined;
  const inputs = best && node.inputs.map((name) => rearranged(writer, name, best));
  if (best === undefined || inputs?.includes(undefined)) {
    const operands = node.inputs.map((name) => writer.operand(name));
    return writer.produce(node, { op: node.op, inputs: operands });
  }
  writer.produce(node, {
    op: arranged(best),
    inputs: inputs as readonly string[],
    after: [{ kind: "transpose", permutation: best }],
  });
}

/** How many arrangements of the operands of one op are compared. */
const maxCandidates = 4;

/** The transpose worth moving behind an op of these operands, if any. */
function bestPermutation(
  writer: LayoutWriter,
  views: readonly View[],
): readonly number[] | undefined {
  const cost = (view: View) => writer.isCarried(view) ? 0 : transposeCount(view);
  const total = (permutation: readonly number[]) =>
    views.reduce((sum, view) => sum + cost(undone(view, permutation)), 0);
  let least = views.reduce((sum, view) => sum + cost(view), 0);
  let best: readonly number[] | undefined;
  const seen = new Set<string>();
  for (const view of views) {
    const permutation = splitTranspose(view)?.permutation;
    if (permutation === undefined || seen.has(permutation.join())) continue;
    if (seen.add(permutation.join()).size > maxCandidates) break;
    const found = total(permutation);
    if (found < least || (found === least && best === undefined)) {
      least = found;
      best = permutation;
    }
  }
  return best;
}

/** The view with a transpose undone. */
function undone(view: View, permutation: readonly number[]): View {
  return appendMovement(view, {
    kind: "transpose",
    permutation: inversePermutation(permutation),
  });
}

/** An operand with a transpose undone; none where a constant cannot be. */
function rearranged(
  writer: LayoutWriter,
  name: string,
  permutation: readonly number[],
): string | undefined {
  if (!writer.isConstant(name)) return writer.carry(undone(writer.view(name), permutation));
  const inverse = inversePermutation(permutation);
  return writer.derivedConstant(name, inverse.join(), (c) => transposeTensor(c, inverse));
}

/** Takes movements off the activation and applies their inverse to the constant, as far as it goes. */
function moveThroughConstant(writer: LayoutWriter, node: Node, index: number): void {
  const name = node.inputs[index]!;
  const view = writer.view(node.inputs[1 - index]!);
  const taken: Step[] = [];
  let shape = valueOf(writer.graph, name).constant!.shape;
  let steps = view.steps;
  while (steps.length > 0) {
    const before = steps.at(-2)?.shape ?? view.baseShape;
    const step = steps.at(-1)!;
    const next = shapeBefore(shape, step, before);
    if (next === undefined) break;
    shape = next;
    taken.push(step);
    steps = steps.slice(0, -1);
  }
  const operand = taken.length === 0
    ? writer.constant(name)
    : writer.derivedConstant(name, JSON.stringify(taken), (c) => taken.reduce(constantBefore, c));
  if (operand === undefined) {
    const inputs = node.inputs.map((input) => writer.operand(input));
    return writer.produce(node, { op: node.op, inputs });
  }
  const x = writer.carry({ ...view, steps });
  const inputs = index === 0 ? [operand, x] : [x, operand];
  const after = taken.map(({ op }) => op).reverse();
  writer.produce(node, { op: node.op, inputs, after });
}

/**
 * The shape of a broadcast constant before a step of the value that it meets, leading ones left out;
 * none where the constant cannot be brought there: a reshape lets only scalars through, and vectors
 * along a last axis that it keeps.
 */
function shapeBefore(
  constant: BoundShape,
  { op, shape }: Step,
  before: Shape,
): BoundShape | undefined {
  if (constant.length > shape.length) return undefined;
  if (op.kind === "transpose") {
    const aligned = alignedShape(constant, shape.length);
    return withoutLeadingOnes(inversePermutation(op.permutation).map((axis) => aligned[axis]!));
  }
  const short = withoutLeadingOnes(constant);
  const keeps = short.length === 1 && short[0] === shape.at(-1) && before.at(-1) === short[0];
  return short.length === 0 || keeps ? short : undefined;
}

/** The constant itself before a step that {@linkcode shapeBefore} lets it through. */
function constantBefore(constant: Tensor, { op, shape }: Step): Tensor {
  const moved = op.kind === "reshape" ? constant : transposeTensor(
    tensor(constant.dtype, alignedShape(constant.shape, shape.length), constant.data),
    inversePermutation(op.permutation),
  );
  return tensor(moved.dtype, withoutLeadingOnes(moved.shape), moved.data);
}

/** A shape with ones in front up to that rank. */
function alignedShape(shape: BoundShape, rank: number): BoundShape {
  return [...Array.from({ length: rank - shape.length }, () => 1), ...shape];
}

/** A shape with no leading axis of size 1: [1, 1, C] is [C]. */
function withoutLeadingOnes(shape: BoundShape): BoundShape {
  const first = shape.findIndex((size) => size !== 1);
  return first === -1 ? [] : shape.slice(first);
}
