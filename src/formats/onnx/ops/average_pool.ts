import type { Pads } from "../../../graph/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import type { NodeReader } from "../node_reader.ts";
import type { ActivationOperand, Operand } from "../operand.ts";
import { ceilPads } from "../pool_window.ts";
import { emitImage, type OnnxWindow, spatialSizes, toImage, windowOf } from "../window.ts";

/**
 * AveragePool. Where `count_include_pad` counts the padding, zeros are added first and the pool has
 * only the padding left that `ceil_mode` adds, which never counts.
 */
export function readAveragePool(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(1, 1);
  const x = node.activation(0, "the input");
  const sizes = spatialSizes(x);
  const declared = windowOf(node, node.integers("kernel_shape") ?? [], sizes);
  const window = node.flag("ceil_mode") ? ceilPads(declared, sizes) : declared;
  const image = toImage(node, graph, x);
  const [input, pool] = node.flag("count_include_pad")
    ? withCountedPads(node, graph, { image, declared: declared.pads, window })
    : [image, window];
  return emitImage(node, graph, {
    op: { kind: "averagePool2d", ...pool },
    inputs: [input],
    axes: sizes.length,
  });
}

/** The image with its declared pads as zeros, and the window without them. */
function withCountedPads(
  node: NodeReader,
  graph: GraphBuilder,
  { image, declared, window }: {
    readonly image: ActivationOperand;
    readonly declared: Pads;
    readonly window: OnnxWindow;
  },
): readonly [ActivationOperand, OnnxWindow] {
  if (declared.every((pad) => pad === 0)) return [image, window];
  const [top, left, bottom, right] = declared;
  const op = {
    kind: "pad",
    before: [0, top, left, 0],
    after: [0, bottom, right, 0],
    value: 0,
  } as const;
  const pads: Pads = [0, 0, window.pads[2] - bottom, window.pads[3] - right];
  return [graph.emit(node, op, { inputs: [image], role: "pad" }), { ...window, pads }];
}
