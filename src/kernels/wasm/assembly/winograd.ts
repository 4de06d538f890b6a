import { deriveSample } from "./derive";
import { accumulatorsAt, finishChunk, finishSample } from "./finish";
import { packImage } from "./pack";
import { outputStatic, Plan } from "./plan";
import { transformInputs } from "./winograd_input";
import { transformOutputs } from "./winograd_output";
import { multiplyTiles } from "./winograd_product";

/**
 * Int8 3x3 convolution of stride 1 by Winograd's F(4x4, 3x3): 36 products for 16 outputs instead of
 * 144, in int16, exact to the last bit (`../winograd_weights.ts` says how). The channels of x and of
 * the output are multiples of 8. Codes are transformed as they are, padding as the zero point, whose
 * share is in what accumulators begin with, as for the dot product of bytes.
 */
export function winogradConv2dInt8(plan: Plan, samples: i32): void {
  const imageBytes = plan.xPerSample / plan.images;
  const width = plan.outputWidth;
  const tileColumns = (width + 3) >> 2;
  for (let sample = 0; sample < samples; sample++) {
    if (plan.kind != outputStatic) deriveSample(plan, sample);
    let position = 0;
    for (let image = 0; image < plan.images; image++) {
      packImage(plan, plan.x + sample * plan.xPerSample + image * imageBytes, sample);
      for (let top = 0; top < plan.outputHeight; top += plan.tileRows << 2) {
        const height = min(plan.outputHeight - top, plan.tileRows << 2);
        const rows = (height + 3) >> 2;
        const to = accumulatorsAt(plan, position);
        transformInputs(plan, top >> 2, rows, tileColumns);
        accumulate(plan, rows * tileColumns, tileColumns, height, to);
        finishChunk(plan, sample, position, height * width, to);
        position += height * width;
      }
    }
    finishSample(plan, sample, plan.accumulators);
  }
}

/** Accumulators of `height` output rows from their transformed tiles, eight channels at a time. */
function accumulate(plan: Plan, tiles: i32, tileColumns: i32, height: i32, to: usize): void {
  const blockBytes = <usize>36 * plan.frequencyBytes;
  const panelBytes = <usize>(36 * 16) * plan.inputChannels;
  let weights = plan.weights, start = plan.start;
  for (let c = 0; c < plan.channels; c += 8) {
    let block = plan.tiles;
    for (let tile = 0; tile < tiles; tile += 4, block += blockBytes) {
      const count = min(tiles - tile, 4);
      multiplyTiles(plan, count, block, weights);
      transformOutputs(plan, tile, count, tileColumns, height, start, to);
    }
    weights += panelBytes, start += 32, to += 32;
  }
}
