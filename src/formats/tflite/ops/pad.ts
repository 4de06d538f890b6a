import { ensure } from "../../../graph/mod.ts";
import { formatShape } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { listOf } from "../elements.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";

/** PAD with real 0: constant pads [axes, 2], before and after each axis. */
export function readPad(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 2);
  const x = node.activation(0);
  const constant = node.constant(1, "pads");
  const pads = listOf(constant, "pads");
  const { length } = x.type.shape;
  ensure(
    constant.shape.length === 2 && constant.shape[0] === length && constant.shape[1] === 2,
    () => `pads must have the shape [${length}, 2], got ${formatShape(constant.shape)}`,
  );
  const before = x.type.shape.map((_, axis) => pads[2 * axis]!);
  const after = x.type.shape.map((_, axis) => pads[2 * axis + 1]!);
  return graph.emit(node, { kind: "pad", before, after, value: 0 }, { inputs: [x] });
}
