import type { ConvGeometry, Run, WeightedFloat32 } from "../kernel_set.ts";
import { conv2dFloat32 as referenceConv2d } from "../reference/conv2d_float32.ts";
import { tapClasses } from "./tap_classes.ts";
import { bindWeightedFloat32, isOrdinary } from "./weighted_float32.ts";

/** Float32 convolution: x [H, W, C], weights [O, kh, kw, C / groups] -> y [H', W', O]. */
export function conv2dFloat32(args: WeightedFloat32<ConvGeometry>): Run {
  if (!isOrdinary(args.clamp)) return referenceConv2d(args);
  const { geometry } = args;
  const { images, inputHeight, inputWidth, inputChannels, outputChannels, groups } = geometry;
  const depth = inputChannels / groups;
  return bindWeightedFloat32(args, {
    classes: tapClasses(geometry, { depth }),
    groups,
    outputChannels,
    taps: geometry.kernelHeight * geometry.kernelWidth,
    depth,
    rowTaps: geometry.kernelWidth,
    xSample: images * inputHeight * inputWidth * inputChannels,
    ySample: images * geometry.outputHeight * geometry.outputWidth * outputChannels,
    rowStep: geometry.dilationHeight * inputWidth * inputChannels,
    runStep: geometry.dilationWidth * inputChannels,
  });
}
