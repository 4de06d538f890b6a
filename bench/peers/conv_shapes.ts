/** The convolutions that are compared. */

/** A square convolution of stride 1 with "same" padding. */
export interface ConvShape {
  readonly name: string;
  readonly kernel: number;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly size: number;
  readonly depthwise: boolean;
}

/** First layers, the 3x3 and 1x1 layers of small residual networks, and a depthwise layer. */
export const convShapes: readonly ConvShape[] = [
  conv({ kernel: 3, inputChannels: 3, outputChannels: 16, size: 32 }),
  conv({ kernel: 3, inputChannels: 16, outputChannels: 16, size: 32 }),
  conv({ kernel: 3, inputChannels: 32, outputChannels: 32, size: 16 }),
  conv({ kernel: 3, inputChannels: 64, outputChannels: 64, size: 8 }),
  conv({ kernel: 1, inputChannels: 64, outputChannels: 64, size: 8 }),
  {
    name: "depthwise 3x3 64 at 24x24",
    kernel: 3,
    inputChannels: 64,
    outputChannels: 64,
    size: 24,
    depthwise: true,
  },
];

/** Samples in one run. */
export const convBatches = [1, 32] as const;

function conv(sizes: Omit<ConvShape, "name" | "depthwise">): ConvShape {
  const { kernel, inputChannels, outputChannels, size } = sizes;
  const name = `${kernel}x${kernel} ${inputChannels}->${outputChannels} at ${size}x${size}`;
  return { name, ...sizes, depthwise: false };
}

/** Multiply-accumulates of one sample, the taps in the padding included. */
export function convMacs(shape: ConvShape): number {
  const { kernel, inputChannels, outputChannels, size, depthwise } = shape;
  return size * size * outputChannels * kernel * kernel * (depthwise ? 1 : inputChannels);
}
