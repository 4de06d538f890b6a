import { ensure, noClamp, transposedIndex } from "../../../graph/mod.ts";
import { formatShape } from "../../../tensor/mod.ts";
import type { GraphBuilder } from "../builder.ts";
import { gatherFloats } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { ConstantOperand, Operand } from "../operand.ts";
import { emitImage, spatialSizes, toImage, windowOf } from "../window.ts";

/**
 * Conv: x [N, C, H, W], weights [O, C / group, kh, kw], bias [O] or none. One group for each of
 * several channels is a depthwise convolution. [N, C, L] has a height of 1.
 */
export function readConv(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 3);
  const x = node.activation(0, "the input");
  const weights = node.constant(1, "weights");
  const sizes = spatialSizes(x);
  const shape = weights.constant.shape;
  ensure(
    shape.length === sizes.length + 2,
    () => `weights must have ${sizes.length + 2} axes, got ${formatShape(shape)}`,
  );
  const kernel = shape.slice(2);
  const declared = node.integers("kernel_shape");
  ensure(
    declared === undefined || declared.join() === kernel.join(),
    () =>
      `kernel_shape must be that of the weights ${formatShape(shape)}, got [${
        declared!.join(", ")
      }]`,
  );
  const { strides, dilations, pads } = windowOf(node, kernel, sizes);

  const groups = node.integer("group") ?? 1;
  const channels = x.shape[1]!;
  ensure(
    channels !== "batch" && groups > 0 && channels % groups === 0,
    () => `group must divide the ${channels} input channels, got ${groups}`,
  );
  ensure(
    shape[0]! % groups === 0,
    () => `group must divide the ${shape[0]} output channels, got ${groups}`,
  );
  ensure(
    shape[1] === channels / groups,
    () =>
      `weights must have ${channels / groups} input channels a group, got ${formatShape(shape)}`,
  );

  const bias = node.optional(2) && node.constant(2, "bias");
  const depthwise = groups > 1 && groups === channels;
  const inputs = [
    toImage(node, graph, x),
    depthwise ? depthwiseWeights(graph, weights) : convWeights(graph, weights),
    ...(bias ? [bias] : []),
  ];
  const window = { strides, dilations, pads, clamp: noClamp };
  const op = depthwise
    ? { kind: "depthwiseConv2d", multiplier: shape[0]! / channels, ...window } as const
    : { kind: "conv2d", groups, ...window } as const;
  return emitImage(node, graph, { op, inputs, axes: sizes.length });
}

/** [O, I, kh, kw] or [O, I, k], as four sizes. */
function fourSizes({ constant: { shape } }: ConstantOperand) {
  const [outputs, depth, ...kernel] = shape as [number, number, ...number[]];
  const [height, width] = kernel.length === 1 ? [1, kernel[0]!] : [kernel[0]!, kernel[1]!];
  return { outputs, depth, height, width };
}

/** [O, I, kh, kw] -> [O, kh, kw, I]. */
function convWeights(graph: GraphBuilder, weights: ConstantOperand): Operand {
  const { outputs, depth, height, width } = fourSizes(weights);
  return graph.derived(weights, {
    form: "conv2d",
    shape: [outputs, height, width, depth],
    derive: (data) =>
      gatherFloats(data, transposedIndex([outputs, depth, height, width], [0, 2, 3, 1])),
  });
}

/** [C * multiplier, 1, kh, kw] -> [kh, kw, C * multiplier]. */
function depthwiseWeights(graph: GraphBuilder, weights: ConstantOperand): Operand {
  const { outputs, height, width } = fourSizes(weights);
  return graph.derived(weights, {
    form: "depthwiseConv2d",
    shape: [height, width, outputs],
    derive: (data) => gatherFloats(data, transposedIndex([outputs, height, width], [1, 2, 0])),
  });
}
