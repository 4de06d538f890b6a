import type { Graph, Node } from "../graph.ts";
import type { OpKind, OpOf } from "../op.ts";
import { absorbFlatten } from "./absorb_flatten.ts";
import { LayoutWriter } from "./layout_writer.ts";
import { moveConcat, movePair } from "./move_operands.ts";
import { inversePermutation } from "../permute.ts";
import { appendMovement, splitTranspose } from "./view.ts";

/** Ops of one value, element by element: they do not care how it is arranged. */
const elementwise: ReadonlySet<OpKind> = new Set([
  "clamp",
  "leakyRelu",
  "sigmoid",
  "tanh",
  "hardSigmoid",
  "hardSwish",
  "quantize",
  "dequantize",
  "requantize",
]);

/**
 * Moves reshapes and transposes toward the outputs, through every op that can run on the other
 * arrangement, until they meet their inverse and vanish. A reader of [N, C, H, W] models puts a
 * transpose before and after each image op; what is left of them after this pass is one at the
 * input, and one at an output that is an image. Of a transpose in front of a flatten and a fully
 * connected layer, the columns of the weights take the order. Inputs and outputs keep their names
 * and axis order.
 *
 * One walk from the inputs to the outputs: every value is known as a view of a value that is
 * computed; see {@linkcode LayoutWriter}.
 */
export function channelsLast(graph: Graph): Graph {
  const writer = new LayoutWriter(graph);
  for (const node of graph.nodes) visit(writer, node);
  return writer.finish();
}

function visit(writer: LayoutWriter, node: Node): void {
  const { op } = node;
  const [x] = node.inputs as readonly [string];
  if (elementwise.has(op.kind)) {
    const { base, steps } = writer.view(x);
    return writer.produce(node, { op, inputs: [base], after: steps.map((step) => step.op) });
  }
  switch (op.kind) {
    case "reshape":
    case "transpose":
      return writer.setView(node, appendMovement(writer.view(x), op));
    case "add":
    case "sub":
    case "mul":
      return movePair(writer, node);
    case "concat":
      return moveConcat(writer, node, op);
    case "pad":
      return movePad(writer, node, op);
    case "mean":
      return moveMean(writer, node, op);
    case "fullyConnected":
      if (absorbFlatten(writer, node, op)) return;
  }
  writer.produce(node, { op, inputs: node.inputs.map((name) => writer.operand(name)) });
}

function movePad(writer: LayoutWriter, node: Node, op: OpOf<"pad">): void {
  const view = writer.view(node.inputs[0]!);
  const split = splitTranspose(view);
  if (split === undefined) {
    return writer.produce(node, { op, inputs: [writer.carry(view)] });
  }
  const { rest, permutation } = split;
  const source = inversePermutation(permutation);
  const moved = {
    ...op,
    before: source.map((axis) => op.before[axis]!),
    after: source.map((axis) => op.after[axis]!),
  };
  const after = [{ kind: "transpose", permutation }] as const;
  writer.produce(node, { op: moved, inputs: [writer.carry(rest)], after });
}

function moveMean(writer: LayoutWriter, node: Node, op: OpOf<"mean">): void {
  const view = writer.view(node.inputs[0]!);
  const split = splitTranspose(view);
  if (split === undefined) {
    return writer.produce(node, { op, inputs: [writer.carry(view)] });
  }
  const { rest, permutation } = split;
  const axes = op.axes.map((axis) => permutation[axis]!).toSorted((a, b) => a - b);
  const kept = permutation.filter((axis) => !axes.includes(axis));
  const ranks = kept.toSorted((a, b) => a - b);
  const left = op.keepDims ? permutation : kept.map((axis) => ranks.indexOf(axis));
  writer.produce(node, {
    op: { ...op, axes },
    inputs: [writer.carry(rest)],
    after: [{ kind: "transpose", permutation: left }],
  });
}
