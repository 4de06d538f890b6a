import { type BoundShape, elementCount, sampleShape, tensor } from "../../tensor/mod.ts";
import { allocate } from "../../tensor/mod.ts";
import type { Node } from "../graph.ts";
import type { OpOf } from "../op.ts";
import { transposedIndex } from "../permute.ts";
import type { LayoutWriter } from "./layout_writer.ts";
import { appendMovement, keepsLeading, plainView, transposeCount, type View } from "./view.ts";

/**
 * A fully connected layer on a transposed and flattened value reads the value as it is, and the
 * columns of its weights change places instead: `y[o] = sum over j of w[o, j] x[order[j]]` is
 * `sum over j of w'[o, order[j]] x[order[j]]`. Says whether it did so.
 */
export function absorbFlatten(
  writer: LayoutWriter,
  node: Node,
  op: OpOf<"fullyConnected">,
): boolean {
  const [x, weights, bias] = node.inputs as readonly [string, string, string | undefined];
  const view = writer.view(x);
  const flat = view.steps.at(-1)?.shape;
  if (flat?.length !== 2 || transposeCount(view) === 0 || !keepsLeading(view)) return false;
  const order = columnOrder(view);
  const permuted = writer.derivedConstant(weights, JSON.stringify(view.steps), (constant) => {
    const data = allocate(constant.dtype, constant.data.length);
    for (let i = 0; i < data.length; i++) {
      const column = i % order.length;
      data[i - column + order[column]!] = constant.data[i]!;
    }
    return tensor(constant.dtype, constant.shape, data);
  });
  if (permuted === undefined) return false;
  const plain = plainView(view.base, view.baseShape);
  const flattened = appendMovement(plain, { kind: "reshape", shape: flat });
  writer.nameLike(flattened, view);
  const input = writer.carry(flattened);
  const constants = bias === undefined ? [permuted] : [permuted, writer.constant(bias)];
  writer.produce(node, { op, inputs: [input, ...constants] });
  return true;
}

/** Which element of a sample of the base each element of a sample of the view is. */
function columnOrder(view: View): Int32Array {
  let shape: BoundShape = sampleShape(view.baseShape.slice(1));
  let order = Int32Array.from({ length: elementCount(shape) }, (_, i) => i);
  for (const step of view.steps) {
    if (step.op.kind === "transpose") {
      const index = transposedIndex(shape, step.op.permutation.slice(1).map((axis) => axis - 1));
      order = index.map((i) => order[i]!);
    }
    shape = sampleShape(step.shape.slice(1));
  }
  return order;
}
