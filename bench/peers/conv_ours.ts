import { codeMax, codeMin, fixedPoint } from "../../src/affine/mod.ts";
import {
  type ConvGeometry,
  type Int8Weights,
  type KernelSetName,
  kernelSets,
  type Run,
  type StaticInt8,
  type WeightedOutput,
} from "../../src/kernels/mod.ts";
import type { ConvCase } from "./conv_case.ts";

/** The kernel of a case, bound, and where its output is. */
export interface BoundConv {
  readonly run: Run;
  /** int8 codes [batch, H, W, O]. */
  readonly y: Int8Array;
}

/** Binds the static int8 kernel of a case in a kernel set: what a session runs for such a node. */
export function bindConv(conv: ConvCase, kernels: KernelSetName): BoundConv {
  const { shape: { kernel, inputChannels, outputChannels, size, depthwise }, batch } = conv;
  const set = kernelSets[kernels];
  const memory = set.createMemory();
  const x = memory.allocate("int8", conv.x.length);
  x.set(conv.x);
  const y = memory.allocate("int8", batch * size * size * outputChannels);
  const geometry: ConvGeometry = {
    images: 1,
    inputHeight: size,
    inputWidth: size,
    inputChannels,
    outputHeight: size,
    outputWidth: size,
    outputChannels,
    kernelHeight: kernel,
    kernelWidth: kernel,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: (kernel - 1) / 2,
    padLeft: (kernel - 1) / 2,
    groups: 1,
  };
  const weights: Int8Weights = {
    data: depthwise ? channelsLast(conv.weights, outputChannels) : conv.weights,
    scales: new Float32Array(outputChannels).fill(conv.weightScale),
    zeroPoint: 0,
  };
  const multiplier = fixedPoint(conv.xScale * conv.weightScale / conv.yScale);
  const input: StaticInt8 = {
    kind: "static",
    data: x,
    scale: conv.xScale,
    zeroPoint: conv.xZeroPoint,
  };
  const output: WeightedOutput = {
    kind: "static",
    y: { kind: "static", data: y, scale: conv.yScale, zeroPoint: conv.yZeroPoint },
    bias: conv.bias,
    multipliers: Array.from({ length: outputChannels }, () => multiplier),
    codes: { min: codeMin, max: codeMax },
  };
  const args = { x: input, weights, geometry, output };
  return { run: depthwise ? set.int8.depthwiseConv2d(args) : set.int8.conv2d(args), y };
}

/** [O, taps] as [taps, O]. */
function channelsLast(weights: Int8Array, channels: number): Int8Array {
  const taps = weights.length / channels;
  return Int8Array.from(
    weights,
    (_, i) => weights[(i % channels) * taps + Math.floor(i / channels)]!,
  );
}
