import { ensure } from "../../../graph/mod.ts";
import { fusedClamp } from "../activation.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";
import { emitWeighted, weightsOf } from "../weights.ts";
import { imageSizes, windowOf } from "../window.ts";

/** CONV_2D: x [N, H, W, C], weights [O, kh, kw, C / groups], bias [O] or none. */
export function readConv2d(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 3);
  const x = node.activation(0);
  const [outputs, height, width, depth] = weightsOf(node, 4).shape as [
    number,
    number,
    number,
    number,
  ];
  const window = windowOf(imageSizes(x.type.shape), {
    kernel: [height, width],
    strides: [node.integer(2), node.integer(1)],
    dilations: [node.integer(5, 1), node.integer(4, 1)],
    padding: node.byte(0),
  });
  const channels = x.type.shape[3];
  ensure(
    typeof channels === "number" && channels % depth === 0,
    () => `the input channels of weights must divide the ${channels} of the input, got ${depth}`,
  );
  const shape = [outputs, height, width, depth];
  return emitWeighted(node, graph, {
    op: { kind: "conv2d", groups: channels / depth, clamp: fusedClamp(node, 3), ...window },
    x,
    layout: { shape, axis: 0, graphAxis: 0 },
  });
}
