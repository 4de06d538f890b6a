import type { Graph, Node, OpOf, Window } from "../graph/mod.ts";
import { valueOf } from "../graph/mod.ts";
import type {
  ConvGeometry,
  ElementwiseGeometry,
  MatmulGeometry,
  MatrixGeometry,
  ReduceGeometry,
  RowsGeometry,
  WindowGeometry,
} from "../kernels/mod.ts";
import {
  type BoundShape,
  elementCount,
  elementsPerSample,
  isBatched,
  sampleShape,
  type Shape,
} from "../tensor/mod.ts";

/** Shape of a value by name. */
export function shapeOf(graph: Graph, name: string): Shape {
  return valueOf(graph, name).type.shape;
}

/** Images a sample, and height, width, channels of an [N, H, W, C] value. */
function imageOf(shape: Shape): readonly [number, number, number, number] {
  const [height, width, channels] = sampleShape(shape).slice(-3);
  const images = isBatched(shape) ? 1 : sampleShape(shape)[0]!;
  return [images, height!, width!, channels!];
}

/** The geometry of a sliding window from x to y. */
export function windowGeometry(
  x: Shape,
  y: Shape,
  window: Window & { readonly kernel: readonly [number, number] },
): WindowGeometry {
  const [images, inputHeight, inputWidth, inputChannels] = imageOf(x);
  const [, outputHeight, outputWidth, outputChannels] = imageOf(y);
  return {
    images,
    inputHeight,
    inputWidth,
    inputChannels,
    outputHeight,
    outputWidth,
    outputChannels,
    kernelHeight: window.kernel[0],
    kernelWidth: window.kernel[1],
    strideHeight: window.strides[0],
    strideWidth: window.strides[1],
    dilationHeight: window.dilations[0],
    dilationWidth: window.dilations[1],
    padTop: window.pads[0],
    padLeft: window.pads[1],
  };
}

/** The geometry of a convolution: weights [O, kh, kw, C / groups]. */
export function convGeometry(graph: Graph, node: Node, op: OpOf<"conv2d">): ConvGeometry {
  const [, height, width] = sampleShape(shapeOf(graph, node.inputs[1]!));
  const x = shapeOf(graph, node.inputs[0]!);
  const y = shapeOf(graph, node.output);
  return { ...windowGeometry(x, y, { ...op, kernel: [height!, width!] }), groups: op.groups };
}

/** The geometry of a depthwise convolution: weights [kh, kw, C * multiplier]. */
export function depthwiseGeometry(
  graph: Graph,
  node: Node,
  op: OpOf<"depthwiseConv2d">,
): WindowGeometry {
  const [height, width] = sampleShape(shapeOf(graph, node.inputs[1]!));
  const x = shapeOf(graph, node.inputs[0]!);
  const y = shapeOf(graph, node.output);
  return windowGeometry(x, y, { ...op, kernel: [height!, width!] });
}

/** The geometry of a fully connected layer: weights [O, I]. */
export function matrixGeometry(graph: Graph, node: Node): MatrixGeometry {
  const [outputs, inputs] = sampleShape(shapeOf(graph, node.inputs[1]!));
  const elements = elementsPerSample(shapeOf(graph, node.inputs[0]!));
  return { rows: elements / inputs!, inputs: inputs!, outputs: outputs! };
}

/**
 * The axes of an operand, lined up on the right with an output shape and without the output's batch:
 * sizes as in the operand, 1 where it has no such axis.
 */
function alignedTo(output: Shape, operand: Shape): BoundShape {
  const missing = output.length - operand.length;
  const aligned = output.map((_, axis) => axis < missing ? 1 : operand[axis - missing]!);
  return (isBatched(output) ? aligned.slice(1) : aligned) as BoundShape;
}

/** For each element of `output` the index of the element of the broadcast `operand`. */
function broadcastIndex(output: BoundShape, operand: BoundShape): Int32Array {
  const strides: number[] = [];
  let stride = 1;
  for (let axis = operand.length - 1; axis >= 0; axis--) {
    strides[axis] = operand[axis] === 1 ? 0 : stride;
    stride *= operand[axis]!;
  }
  const index = new Int32Array(elementCount(output));
  for (let i = 0; i < index.length; i++) {
    let rest = i;
    let at = 0;
    for (let axis = output.length - 1; axis >= 0; axis--) {
      const size = output[axis]!;
      at += (rest % size) * strides[axis]!;
      rest = Math.floor(rest / size);
    }
    index[i] = at;
  }
  return index;
}

/** The geometry of an elementwise op of two values. */
export function elementwiseGeometry(graph: Graph, node: Node): ElementwiseGeometry {
  const output = shapeOf(graph, node.output);
  const sample = sampleShape(output);
  const operand = (name: string) => {
    const shape = shapeOf(graph, name);
    const aligned = alignedTo(output, shape);
    const same = elementCount(aligned) === elementCount(sample);
    return {
      index: same ? undefined : broadcastIndex(sample, aligned),
      perSample: isBatched(shape) ? elementsPerSample(shape) : 0,
    };
  };
  const a = operand(node.inputs[0]!);
  const b = operand(node.inputs[1]!);
  return {
    elements: elementCount(sample),
    ...(a.index && { aIndex: a.index }),
    ...(b.index && { bIndex: b.index }),
    aPerSample: a.perSample,
    bPerSample: b.perSample,
  };
}

/** The geometry of a product of two activations. */
export function matmulGeometry(graph: Graph, node: Node): MatmulGeometry {
  const a = shapeOf(graph, node.inputs[0]!);
  const b = shapeOf(graph, node.inputs[1]!);
  const outer = shapeOf(graph, node.output).slice(0, -2);
  const sample = sampleShape(outer);
  const [m, k] = a.slice(-2) as BoundShape;
  const n = b.at(-1) as number;
  return {
    matrices: elementCount(sample),
    m: m!,
    k: k!,
    n,
    aIndex: broadcastIndex(sample, alignedTo(outer, a.slice(0, -2))),
    bIndex: broadcastIndex(sample, alignedTo(outer, b.slice(0, -2))),
    aPerSample: isBatched(a) ? elementsPerSample(a) : 0,
    bPerSample: isBatched(b) ? elementsPerSample(b) : 0,
  };
}

/** The geometry of a softmax over the last axis. */
export function rowsGeometry(shape: Shape): RowsGeometry {
  const length = shape.at(-1) as number;
  return { rows: elementsPerSample(shape) / length, length };
}

/** The geometry of a mean over `axes`. */
export function reduceGeometry(x: Shape, axes: readonly number[]): ReduceGeometry {
  const batchAxes = isBatched(x) ? 1 : 0;
  const sample = sampleShape(x);
  const reduced = new Set(axes.map((axis) => axis - batchAxes));
  const sizes = (keep: boolean) =>
    sample.map((size, axis) => reduced.has(axis) === keep ? 1 : size);
  const kept = broadcastOffsets(sample, sizes(true));
  const inner = broadcastOffsets(sample, sizes(false));
  const index = new Int32Array(kept.length * inner.length);
  kept.forEach((base, output) =>
    inner.forEach((offset, i) => index[output * inner.length + i] = base + offset)
  );
  return { inputs: elementCount(sample), outputs: kept.length, count: inner.length, index };
}

/** Offsets in an array of shape `full` of every element of the sub-box `sizes`, in order. */
function broadcastOffsets(full: BoundShape, sizes: BoundShape): number[] {
  const strides = full.map((_, axis) => elementCount(full.slice(axis + 1)));
  return Array.from({ length: elementCount(sizes) }, (_, i) => {
    let rest = i;
    let at = 0;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      at += (rest % sizes[axis]!) * strides[axis]!;
      rest = Math.floor(rest / sizes[axis]!);
    }
    return at;
  });
}

/** For each element of a transposed sample the index of the input element. */
export function transposeIndex(x: Shape, permutation: readonly number[]): Int32Array {
  const batchAxes = isBatched(x) ? 1 : 0;
  const sample = sampleShape(x);
  const axes = permutation.slice(batchAxes).map((axis) => axis - batchAxes);
  const strides = sample.map((_, axis) => elementCount(sample.slice(axis + 1)));
  const sizes = axes.map((axis) => sample[axis]!);
  return Int32Array.from({ length: elementCount(sample) }, (_, i) => {
    let rest = i;
    let at = 0;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      at += (rest % sizes[axis]!) * strides[axes[axis]!]!;
      rest = Math.floor(rest / sizes[axis]!);
    }
    return at;
  });
}

/** For each element of a padded sample the index of the input element, -1 in the padding. */
export function padIndex(x: Shape, y: Shape, before: readonly number[]): Int32Array {
  const batchAxes = isBatched(x) ? 1 : 0;
  const input = sampleShape(x);
  const output = sampleShape(y);
  const strides = input.map((_, axis) => elementCount(input.slice(axis + 1)));
  return Int32Array.from({ length: elementCount(output) }, (_, i) => {
    let rest = i;
    let at = 0;
    for (let axis = output.length - 1; axis >= 0; axis--) {
      const position = (rest % output[axis]!) - before[axis + batchAxes]!;
      if (position < 0 || position >= input[axis]!) return -1;
      at += position * strides[axis]!;
      rest = Math.floor(rest / output[axis]!);
    }
    return at;
  });
}
