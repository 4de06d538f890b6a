import { makeScale, makeZeroPoint, type Scale, type ZeroPoint } from "../../src/affine/mod.ts";
import { randomStream } from "../../src/data/mod.ts";
import type { ConvShape } from "./conv_shapes.ts";

/** A convolution with its data, quantized per tensor. */
export interface ConvCase {
  readonly shape: ConvShape;
  readonly batch: number;
  /** int8 codes [batch, H, W, C]. */
  readonly x: Int8Array;
  /** int8 codes [O, kh, kw, C], depthwise [O, kh, kw, 1]. */
  readonly weights: Int8Array;
  /** int32 at `xScale * weightScale`, one an output channel. */
  readonly bias: Int32Array;
  readonly xScale: Scale;
  readonly xZeroPoint: ZeroPoint;
  readonly weightScale: Scale;
  readonly yScale: Scale;
  readonly yZeroPoint: ZeroPoint;
}

/** Codes of the output that one standard deviation of the accumulators is to span. */
const outputDeviation = 50;

/** Variance of a code that is uniform in [-127, 127] or nearly so. */
const codeVariance = 255 ** 2 / 12;

/** Uniform codes and weights from a seed; the output uses its whole range and saturates now and then. */
export function makeConvCase(
  shape: ConvShape,
  { batch, seed }: { readonly batch: number; readonly seed: number },
): ConvCase {
  const { kernel, inputChannels, outputChannels, size, depthwise } = shape;
  const stream = randomStream(seed, ["conv", shape.name]);
  const codes = (length: number, lowest: number) =>
    Int8Array.from({ length }, () => lowest + stream.below(128 - lowest));
  const taps = kernel * kernel * (depthwise ? 1 : inputChannels);
  const weights = codes(outputChannels * taps, -127);
  const bias = Int32Array.from({ length: outputChannels }, () => stream.below(4001) - 2000);
  const xScale = makeScale(0.02);
  const weightScale = makeScale(0.01);
  const deviation = codeVariance * Math.sqrt(taps);
  return {
    shape,
    batch,
    x: codes(batch * size * size * inputChannels, -128),
    weights,
    bias,
    xScale,
    xZeroPoint: makeZeroPoint(3),
    weightScale,
    yScale: makeScale(xScale * weightScale * deviation / outputDeviation),
    yZeroPoint: makeZeroPoint(-5),
  };
}
