import { ensure } from "../../../graph/mod.ts";
import { formatShape } from "../../../tensor/mod.ts";
import { fusedClamp } from "../activation.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { Operand } from "../operand.ts";
import { emitWeighted, weightsOf } from "../weights.ts";
import { imageSizes, windowOf } from "../window.ts";

/** DEPTHWISE_CONV_2D: x [N, H, W, C], weights [1, kh, kw, C * multiplier], bias or none. */
export function readDepthwiseConv2d(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 3);
  const x = node.activation(0);
  const weights = weightsOf(node, 4);
  const [first, height, width, outputs] = weights.shape as [number, number, number, number];
  ensure(
    first === 1,
    () => `the first axis of weights must have 1 element, got ${formatShape(weights.shape)}`,
  );
  const window = windowOf(imageSizes(x.type.shape), {
    kernel: [height, width],
    strides: [node.integer(2), node.integer(1)],
    dilations: [node.integer(6, 1), node.integer(5, 1)],
    padding: node.byte(0),
  });
  const channels = x.type.shape[3];
  ensure(
    typeof channels === "number" && outputs % channels === 0,
    () => `the input channels must divide the ${outputs} output channels, got ${channels}`,
  );
  const multiplier = outputs / channels;
  const declared = node.integer(3);
  ensure(
    declared === 0 || declared === multiplier,
    () => `the depth multiplier must be ${multiplier}, as the weights have it, got ${declared}`,
  );
  return emitWeighted(node, graph, {
    op: { kind: "depthwiseConv2d", multiplier, clamp: fusedClamp(node, 4), ...window },
    x,
    layout: { shape: [height, width, outputs], axis: 3, graphAxis: 2 },
  });
}
