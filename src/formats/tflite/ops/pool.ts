import type { Pair } from "../../../graph/mod.ts";
import { emitClamped, fusedClamp } from "../activation.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";
import { imageSizes, windowOf } from "../window.ts";

/** AVERAGE_POOL_2D: padding is not counted. */
export function readAveragePool2d(node: NodeReader, graph: GraphBuilder): Operand {
  return readPool(node, graph, "averagePool2d");
}

/** MAX_POOL_2D. */
export function readMaxPool2d(node: NodeReader, graph: GraphBuilder): Operand {
  return readPool(node, graph, "maxPool2d");
}

function readPool(
  node: NodeReader,
  graph: GraphBuilder,
  kind: "averagePool2d" | "maxPool2d",
): Operand {
  node.checkInputs(1, 1);
  const x = node.activation(0);
  const kernel: Pair = [node.integer(4), node.integer(3)];
  const window = windowOf(imageSizes(x.type.shape), {
    kernel,
    strides: [node.integer(2), node.integer(1)],
    dilations: [1, 1],
    padding: node.byte(0),
  });
  return emitClamped(node, graph, {
    clamp: fusedClamp(node, 5),
    emit: (role) => graph.emit(node, { kind, kernel, ...window }, { inputs: [x], ...role }),
  });
}
