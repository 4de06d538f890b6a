import { ensure, transposedIndex } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { constantLength, gatherConstant } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import { type Operand, shapeOf } from "../operand.ts";

/** Transpose by `perm`; without it the axes are reversed. */
export function readTranspose(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const x = node.input(0);
  const axes = shapeOf(x).map((_, axis) => axis);
  const permutation = node.integers("perm") ?? axes.toReversed();
  ensure(
    permutation.toSorted((a, b) => a - b).join() === axes.join(),
    () => `perm must order the ${axes.length} axes, got [${permutation.join(", ")}]`,
  );
  if (x.kind === "activation") {
    return graph.emit(node, { kind: "transpose", permutation }, { inputs: [x] });
  }
  const { shape } = x.constant;
  graph.spend(constantLength(x.constant));
  const constant = gatherConstant(
    x.constant,
    permutation.map((axis) => shape[axis]!),
    transposedIndex(shape, permutation),
  );
  return { kind: "constant", name: node.output, constant };
}
