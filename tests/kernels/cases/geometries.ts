import type { ConvGeometry } from "../../../src/kernels/mod.ts";

/** Sizes of a window, most of them with a usual value. */
export interface WindowSizes {
  readonly images?: number;
  readonly input: readonly [height: number, width: number, channels: number];
  readonly channels: number;
  readonly kernel: readonly [number, number];
  readonly strides?: readonly [number, number];
  readonly dilations?: readonly [number, number];
  /** Top, left, bottom, right. */
  readonly pads?: readonly [number, number, number, number];
  readonly groups?: number;
}

/** The geometry of those sizes. */
export function windowOf(
  {
    images = 1,
    input,
    channels,
    kernel,
    strides = [1, 1],
    dilations = [1, 1],
    pads = [0, 0, 0, 0],
    groups = 1,
  }: WindowSizes,
): ConvGeometry {
  const [inputHeight, inputWidth, inputChannels] = input;
  const span = (axis: 0 | 1) => (kernel[axis] - 1) * dilations[axis] + 1;
  const outputs = (axis: 0 | 1) =>
    Math.floor((input[axis] + pads[axis] + pads[axis + 2]! - span(axis)) / strides[axis]) + 1;
  return {
    images,
    inputHeight,
    inputWidth,
    inputChannels,
    outputHeight: outputs(0),
    outputWidth: outputs(1),
    outputChannels: channels,
    kernelHeight: kernel[0],
    kernelWidth: kernel[1],
    strideHeight: strides[0],
    strideWidth: strides[1],
    dilationHeight: dilations[0],
    dilationWidth: dilations[1],
    padTop: pads[0],
    padLeft: pads[1],
    groups,
  };
}

/** Convolutions: primes, one row, one channel, strides, dilations, padding on some sides, groups. */
export const convGeometries: Readonly<Record<string, ConvGeometry>> = {
  "3x3 same": windowOf({ input: [5, 7, 3], channels: 5, kernel: [3, 3], pads: [1, 1, 1, 1] }),
  "1x1": windowOf({ input: [3, 5, 13], channels: 7, kernel: [1, 1] }),
  "1x1 stride 2": windowOf({ input: [5, 7, 2], channels: 4, kernel: [1, 1], strides: [2, 2] }),
  "one row": windowOf({ input: [1, 11, 2], channels: 3, kernel: [1, 5], pads: [0, 2, 0, 2] }),
  "one channel": windowOf({ input: [7, 5, 1], channels: 1, kernel: [3, 2], pads: [0, 0, 1, 1] }),
  "5x3 stride 2x3 dilation 2x1": windowOf({
    input: [13, 11, 2],
    channels: 6,
    kernel: [5, 3],
    strides: [2, 3],
    dilations: [2, 1],
    pads: [3, 1, 2, 0],
  }),
  "dilation 1x3": windowOf({
    input: [3, 11, 3],
    channels: 2,
    kernel: [2, 3],
    dilations: [1, 3],
    pads: [1, 3, 1, 3],
  }),
  "3 groups": windowOf({
    input: [5, 3, 6],
    channels: 15,
    kernel: [3, 3],
    pads: [1, 1, 1, 1],
    groups: 3,
  }),
  "groups of one channel": windowOf({
    input: [3, 3, 5],
    channels: 10,
    kernel: [2, 2],
    groups: 5,
  }),
  "2 images": windowOf({
    images: 2,
    input: [3, 5, 2],
    channels: 4,
    kernel: [3, 3],
    pads: [1, 1, 1, 1],
  }),
  "kernel wider than the input": windowOf({
    input: [2, 3, 3],
    channels: 4,
    kernel: [5, 7],
    pads: [2, 3, 2, 3],
  }),
};

/** Depthwise convolutions: multipliers 1 to 3, primes, strides, dilations. */
export const depthwiseGeometries: Readonly<Record<string, ConvGeometry>> = {
  "3x3 same": windowOf({ input: [5, 7, 7], channels: 7, kernel: [3, 3], pads: [1, 1, 1, 1] }),
  "multiplier 3": windowOf({ input: [5, 3, 3], channels: 9, kernel: [2, 3], pads: [0, 1, 1, 1] }),
  "multiplier 2, one channel": windowOf({ input: [4, 5, 1], channels: 2, kernel: [3, 3] }),
  "stride 2x1 dilation 1x2": windowOf({
    input: [7, 11, 5],
    channels: 5,
    kernel: [3, 3],
    strides: [2, 1],
    dilations: [1, 2],
    pads: [1, 2, 1, 2],
  }),
  "2 images": windowOf({ images: 2, input: [3, 4, 4], channels: 4, kernel: [2, 2] }),
};

/** Fully connected layers: several rows, one row, one input, one output. */
export const matrixGeometries = {
  "31 to 7": { rows: 1, inputs: 31, outputs: 7 },
  "5 rows": { rows: 5, inputs: 13, outputs: 6 },
  "one input": { rows: 3, inputs: 1, outputs: 4 },
  "one output": { rows: 2, inputs: 17, outputs: 1 },
} as const;
