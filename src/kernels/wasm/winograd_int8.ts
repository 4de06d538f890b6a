import type { ConvGeometry, Run, WeightedInt8 } from "../kernel_set.ts";
import { memoryOf } from "./memory.ts";
import { bindPlan } from "./weighted_plan.ts";
import { imageValues } from "./window_plan.ts";
import { blockTiles, tileSide, tilingOf } from "./winograd_choice.ts";
import { frequencies, packFilters } from "./winograd_weights.ts";

/**
 * Int8 convolution 3x3 of stride 1 by Winograd's F(4x4, 3x3), as the reference has it. Takes what
 * `winogradFits`.
 *
 * @throws {TypeError} When x does not lie in a memory of this kernel set.
 */
export function winogradInt8(args: WeightedInt8<ConvGeometry>): Run {
  const { x, weights, geometry } = args;
  const { images, inputHeight, inputWidth, inputChannels, outputChannels } = geometry;
  const { outputHeight, outputWidth } = geometry;
  const memory = memoryOf(x.data);
  const tiling = tilingOf(geometry);
  const height = tileSide * tiling.rows + 2;
  const width = tileSide * tiling.columns + 2;
  const bytes = height * width * inputChannels;
  const image = { height, width, columnBytes: inputChannels, bytes };
  const filters = packFilters(memory, { weights, inputChannels, outputChannels });
  // A cache line more than they fill, so that frequencies do not meet in the same lines of a cache.
  const frequencyBytes = blockTiles * 2 * inputChannels + 64;
  const blocks = Math.ceil(tiling.rowsTogether * tiling.columns / blockTiles);
  const plan = bindPlan(memory, {
    args,
    sizes: {
      xPerSample: images * inputHeight * inputWidth * inputChannels,
      channels: outputChannels,
      positions: images * outputHeight * outputWidth,
      chunk: tileSide * tiling.rowsTogether * outputWidth,
      packedBytes: bytes,
      operands: { bytes: 1, offset: 0 },
      weightSums: filters.sums,
    },
    values: {
      ...imageValues(geometry, { image, channels: inputChannels }),
      weights: filters.at,
      columns: memory.scratch("columns", width * 96),
      tiles: memory.scratch("tiles", blocks * frequencies * frequencyBytes),
      tileRows: tiling.rowsTogether,
      frequencyBytes,
    },
  });
  const run = memory.exports.winogradConv2dInt8;
  return (samples) => run(plan, samples);
}
