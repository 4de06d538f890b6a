import { ensure, noClamp, transposedIndex } from "../../../graph/mod.ts";
import { type BoundShape, formatShape } from "../../../tensor/mod.ts";
import type { GraphBuilder, OutputCodes } from "../builder.ts";
import { gatherFloats } from "../constant.ts";
import type { NodeReader } from "../node_reader.ts";
import type { ActivationOperand, ConstantOperand, Operand } from "../operand.ts";
import { emitImage, type OnnxWindow, spatialSizes, toImage, windowOf } from "../window.ts";

/**
 * Conv: x [N, C, H, W], weights [O, C / group, kh, kw], bias [O] or none. One group for each of
 * several channels is a depthwise convolution. [N, C, L] has a height of 1.
 */
export function readConv(node: NodeReader, graph: GraphBuilder): Operand {
  node.checkInputs(2, 3);
  const x = node.activation(0, "the input");
  const weights = node.constant(1, "weights");
  const window = convWindow(node, x, weights);
  const bias = node.optional(2) && node.constant(2, "bias");
  return writeConv(node, graph, { x, weights, window, ...(bias && { bias: biasOf(graph, bias) }) });
}

/** A bias as it is, of integers with their parameters. */
function biasOf(graph: GraphBuilder, bias: ConstantOperand): ConstantOperand {
  const { shape } = bias.constant;
  if (bias.coded === undefined || shape.length !== 1) return bias;
  const channels = { dtype: "int32", from: 0, to: 0 } as const;
  const derive = (data: Float32Array) => data;
  return graph.derived(bias, { form: "bias", shape: shape as BoundShape, channels, derive });
}

/** How the window of a convolution slides, and how many groups it has. */
export interface ConvWindow extends Omit<OnnxWindow, "kernel"> {
  readonly groups: number;
  /** Spatial axes of the ONNX operand. */
  readonly axes: number;
}

/** The attributes of Conv, QLinearConv and ConvInteger, checked against input and weights. */
export function convWindow(
  node: NodeReader,
  x: ActivationOperand,
  weights: ConstantOperand,
): ConvWindow {
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
  return { strides, dilations, pads, groups, axes: sizes.length };
}

/** Writes a convolution of an [N, C, H, W] or [N, C, L] operand. */
export function writeConv(
  node: NodeReader,
  graph: GraphBuilder,
  { x, weights, bias, window, output }: {
    readonly x: ActivationOperand;
    readonly weights: ConstantOperand;
    readonly bias?: ConstantOperand;
    readonly window: ConvWindow;
    readonly output?: "float32" | OutputCodes;
  },
): ActivationOperand {
  const { groups, axes, strides, dilations, pads } = window;
  const channels = x.shape[1] as number;
  const depthwise = groups > 1 && groups === channels;
  const inputs = [
    toImage(node, graph, x),
    depthwise ? depthwiseWeights(graph, weights) : convWeights(graph, weights),
    ...(bias ? [bias] : []),
  ];
  const slide = { strides, dilations, pads, clamp: noClamp };
  const op = depthwise
    ? {
      kind: "depthwiseConv2d",
      multiplier: weights.constant.shape[0]! / channels,
      ...slide,
    } as const
    : { kind: "conv2d", groups, ...slide } as const;
  return emitImage(node, graph, { op, inputs, axes, ...(output && { output }) });
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
    channels: { dtype: "int8", from: 0, to: 0 },
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
    channels: { dtype: "int8", from: 0, to: 2 },
    derive: (data) => gatherFloats(data, transposedIndex([outputs, height, width], [1, 2, 0])),
  });
}
