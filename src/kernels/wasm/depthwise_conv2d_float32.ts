import type { Run, WeightedFloat32, WindowGeometry } from "../kernel_set.ts";
import { conv2dFloat32 } from "./conv2d_float32.ts";
import { depthwiseConv2dFloat32 as referenceDepthwise } from "../reference/depthwise_conv2d_float32.ts";
import { memoryOf } from "./memory.ts";
import { isOrdinary } from "./weighted_float32.ts";
import { placeTapClasses, tapClasses, tileLength } from "./tap_classes.ts";
import { float32, placeConstant, placeRecord } from "./place.ts";

/**
 * Float32 depthwise convolution: x [H, W, C], weights [kh, kw, C * multiplier] -> y [H', W', same].
 * Fewer than four channels, or several outputs for each, run as a convolution with C groups.
 */
export function depthwiseConv2dFloat32(args: WeightedFloat32<WindowGeometry>): Run {
  const { x, y, weights, clamp, geometry } = args;
  const { images, inputHeight, inputWidth, inputChannels, outputChannels } = geometry;
  if (!isOrdinary(clamp)) return referenceDepthwise(args);
  if (inputChannels !== outputChannels || inputChannels < 4) return asGroups(args);
  const memory = memoryOf(x);
  const classes = tapClasses(geometry, { depth: 1 });
  const plan = placeRecord(memory, [
    x.byteOffset,
    y.byteOffset,
    4 * images * inputHeight * inputWidth * inputChannels,
    4 * images * geometry.outputHeight * geometry.outputWidth * outputChannels,
    float32(clamp.min),
    float32(clamp.max),
    4 * geometry.dilationHeight * inputWidth * inputChannels,
    4 * geometry.dilationWidth * inputChannels,
    geometry.kernelWidth * outputChannels,
    placeTapClasses(memory, classes, { tapElements: outputChannels }),
    classes.length,
    memory.scratch("addresses", 8 * tileLength),
    placeConstant(memory, weights),
    placeConstant(memory, args.bias ?? new Float32Array(outputChannels)),
    4 * outputChannels,
  ]);
  const { depthwiseFloat32 } = memory.exports;
  return (samples) => depthwiseFloat32(plan, samples);
}

/** The same as a convolution in which each input channel is a group: weights [O, kh, kw, 1]. */
function asGroups(args: WeightedFloat32<WindowGeometry>): Run {
  const { geometry } = args;
  const { kernelHeight, kernelWidth, inputChannels, outputChannels } = geometry;
  const taps = kernelHeight * kernelWidth;
  const weights = Float32Array.from(
    args.weights,
    (_, i) => args.weights[(i % taps) * outputChannels + Math.floor(i / taps)]!,
  );
  return conv2dFloat32({ ...args, weights, geometry: { ...geometry, groups: inputChannels } });
}
