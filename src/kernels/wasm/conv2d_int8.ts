import type { ConvGeometry, Run, WeightedInt8 } from "../kernel_set.ts";
import { fullyConnectedInt8 } from "./fully_connected_int8.ts";
import { memoryOf } from "./memory.ts";
import { packPanels, stepBytes } from "./pack_weights.ts";
import { bindPlan, chunkRows, operandsOf, placed } from "./weighted_plan.ts";
import { imageValues, packedImage, tapOffsets, windowOffsets } from "./window_plan.ts";

/**
 * Int8 convolution: x [H, W, C], weights [O, kh, kw, C / groups] -> y [H', W', O], as the reference
 * has it. A window is a few runs of bytes that lie side by side in the packed image: its rows, or its
 * taps where groups or dilation part them. One of 1x1 is a fully connected layer of its places.
 *
 * @throws {TypeError} When x does not lie in a memory of this kernel set.
 */
export function conv2dInt8(args: WeightedInt8<ConvGeometry>): Run {
  const { x, weights, geometry } = args;
  const { images, inputHeight, inputWidth, inputChannels, outputChannels, groups } = geometry;
  if (isPointwise(geometry)) {
    const rows = images * inputHeight * inputWidth;
    const matrix = { rows, inputs: inputChannels, outputs: outputChannels };
    return fullyConnectedInt8({ ...args, geometry: matrix });
  }
  const memory = memoryOf(x.data);
  const operands = operandsOf(memory, args);
  const image = packedImage(geometry, { channels: inputChannels, operandBytes: operands.bytes });
  const depth = inputChannels / groups;
  const sideBySide = groups === 1 && geometry.dilationWidth === 1;
  const length = sideBySide ? geometry.kernelWidth * depth : depth;
  const taps = tapOffsets(geometry, image);
  const runs = sideBySide ? taps.filter((_, tap) => tap % geometry.kernelWidth === 0) : taps;
  const steps = Math.ceil(length * operands.bytes / stepBytes);
  const panels = packPanels(memory, {
    weights,
    groups,
    channels: outputChannels / groups,
    runs: runs.length,
    length,
    operands,
  });
  const windows = windowOffsets(geometry, image);
  const plan = bindPlan(memory, {
    args,
    sizes: {
      xPerSample: images * inputHeight * inputWidth * inputChannels,
      channels: outputChannels,
      positions: images * windows.length,
      chunk: chunkRows,
      packedBytes: image.bytes,
      operands,
      weightSums: panels.sums,
    },
    values: {
      ...imageValues(geometry, { image, channels: inputChannels }),
      weights: panels.at,
      rows: placed(memory, windows),
      rowCount: windows.length,
      runs: runs.length,
      steps,
      runOffsets: placed(memory, runs.map((at, i) => i === 0 ? at : runStep(runs, i, steps))),
      groups,
      xGroupBytes: depth * operands.bytes,
      weightGroupBytes: panels.groupBytes,
    },
  });
  const run = memory.exports.conv2dInt8;
  return (samples) => run(plan, samples);
}

/** From the end of one run to the beginning of the next. */
function runStep(runs: readonly number[], i: number, steps: number): number {
  return runs[i]! - runs[i - 1]! - steps * stepBytes;
}

/** Whether each output place depends on its own input place alone. */
function isPointwise(geometry: ConvGeometry): boolean {
  const { outputHeight, outputWidth, inputHeight, inputWidth } = geometry;
  return geometry.kernelHeight === 1 && geometry.kernelWidth === 1 && geometry.groups === 1 &&
    geometry.strideHeight === 1 && geometry.strideWidth === 1 && geometry.padTop === 0 &&
    geometry.padLeft === 0 && outputHeight === inputHeight && outputWidth === inputWidth;
}
