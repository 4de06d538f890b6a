import type { Run, WeightedInt8, WindowGeometry } from "../kernel_set.ts";
import { memoryOf } from "./memory.ts";
import { packColumns, packTaps } from "./pack_weights.ts";
import { bindPlan, operandsOf, placed } from "./weighted_plan.ts";
import { imageValues, packedImage, tapOffsets, windowOffsets } from "./window_plan.ts";

/**
 * Int8 depthwise convolution: x [H, W, C], weights [kh, kw, C * multiplier] -> y [H', W', same], as
 * the reference has it. The packed image holds each channel as often as it is used.
 *
 * @throws {TypeError} When x does not lie in a memory of this kernel set.
 */
export function depthwiseConv2dInt8(args: WeightedInt8<WindowGeometry>): Run {
  const { x, weights, geometry } = args;
  const { images, inputHeight, inputWidth, inputChannels, outputChannels: channels } = geometry;
  const memory = memoryOf(x.data);
  const operands = operandsOf(memory, args);
  const image = packedImage(geometry, { channels, operandBytes: operands.bytes });
  const taps = tapOffsets(geometry, image);
  const inColumns = operands.bytes === 1 && channels === inputChannels &&
    channels % 4 === 0 && geometry.kernelHeight === 3 &&
    geometry.kernelWidth === 3 && geometry.dilationHeight === 1 && geometry.dilationWidth === 1;
  const packed = inColumns
    ? packColumns(memory, { weights, channels })
    : packTaps(memory, { weights, taps: taps.length, channels, operands });
  const windows = windowOffsets(geometry, image);
  const fours = Math.ceil(taps.length / 4) * 4;
  const plan = bindPlan(memory, {
    args,
    sizes: {
      xPerSample: images * inputHeight * inputWidth * inputChannels,
      channels,
      positions: images * windows.length,
      chunk: 2 * geometry.outputWidth,
      packedBytes: inColumns ? inputWidth * inputChannels : image.bytes,
      operands,
      weightSums: packed.sums,
    },
    values: {
      ...imageValues(geometry, { image, channels }),
      weights: packed.at,
      rows: placed(memory, windows),
      taps: fours,
      columns: inColumns ? memory.scratch("columns", 4 * image.width * channels + 64) : 0,
      strideHeight: geometry.strideHeight,
      strideWidth: geometry.strideWidth,
      // Taps beyond the last have weights of 0: any place inside will do.
      tapOffsets: placed(memory, Array.from({ length: fours }, (_, i) => taps[i] ?? 0)),
    },
  });
  const run = memory.exports.depthwiseConv2dInt8;
  return (samples) => run(plan, samples);
}
