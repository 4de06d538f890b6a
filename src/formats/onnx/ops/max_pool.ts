import { ensure } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";
import { ceilPads } from "../pool_window.ts";
import { emitImage, spatialSizes, toImage, windowOf } from "../window.ts";

/** MaxPool: its first output, windows in row-major order. */
export function readMaxPool(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  ensure(!node.flag("storage_order"), () => "storage_order must be 0, got 1");
  const x = node.activation(0, "the input");
  const sizes = spatialSizes(x);
  const declared = windowOf(node, node.integers("kernel_shape") ?? [], sizes);
  const window = node.flag("ceil_mode") ? ceilPads(declared, sizes) : declared;
  return emitImage(node, graph, {
    op: { kind: "maxPool2d", ...window },
    inputs: [toImage(node, graph, x)],
    axes: sizes.length,
  });
}
