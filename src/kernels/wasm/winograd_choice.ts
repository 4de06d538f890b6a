/** Which convolutions the Winograd kernel takes from the direct one. */
import type { ConvGeometry, WeightedInt8 } from "../kernel_set.ts";
import type { Operands } from "./modules.ts";
import { frequencies, sumsFit } from "./winograd_weights.ts";

/** Output positions of a tile along each axis. */
export const tileSide = 4;
/** Tiles that are multiplied together. */
export const blockTiles = 4;

/** Most bytes of transformed weights, eight times those of the codes: beyond, they leave the caches. */
const maxFilterBytes = 2 ** 22;

/**
 * What the parts take, in nanoseconds, fitted on one machine (x64 with VNNI): only ratios count. A
 * product is that of one input and one output channel. Direct: 92 and 33 GMAC/s, 9 a product and
 * position; a tile of a full block: 36 at 39 GMAC/s, and every block the time of a third of a tile
 * more than that. Transforms: for each channel of a tile.
 */
const costs = {
  directBytes: 9 / 92,
  direct16Bits: 9 / 33,
  tileProduct: 0.75 * 0.92,
  blockProduct: 0.92,
  inputTransform: 4.6,
  outputTransform: 5,
} as const;
/** Finishes, the same for both, and ragged tiles cost what this leaves out. */
const minGain = 1.15;

/** Tiles of an image, and the rows of them that go together: the fewest that fill blocks, or all. */
export interface Tiling {
  readonly rows: number;
  readonly columns: number;
  readonly rowsTogether: number;
}

/** The tiling of an output. */
export function tilingOf({ outputHeight, outputWidth }: ConvGeometry): Tiling {
  const rows = Math.ceil(outputHeight / tileSide);
  const columns = Math.ceil(outputWidth / tileSide);
  const filling = columns % 4 === 0 ? 1 : columns % 2 === 0 ? 2 : 4;
  return { rows, columns, rowsTogether: Math.min(rows, filling) };
}

/** Whether the Winograd kernel can run a convolution, exactly and within its memory. */
export function winogradFits(
  { weights, geometry }: Pick<WeightedInt8<ConvGeometry>, "weights" | "geometry">,
): boolean {
  const { inputChannels, outputChannels } = geometry;
  return geometry.kernelHeight === 3 && geometry.kernelWidth === 3 && geometry.groups === 1 &&
    geometry.strideHeight === 1 && geometry.strideWidth === 1 &&
    geometry.dilationHeight === 1 && geometry.dilationWidth === 1 &&
    inputChannels % 8 === 0 && outputChannels % 8 === 0 &&
    2 * frequencies * inputChannels * outputChannels <= maxFilterBytes &&
    weights.zeroPoint === 0 && sumsFit(weights, { outputChannels });
}

/**
 * Whether it is faster than the direct kernel with these operands: with bytes from 24 or 32 channels
 * on, where tiles fill the output; with 16 bits nearly everywhere.
 */
export function winogradPays(geometry: ConvGeometry, operands: Operands): boolean {
  const { inputChannels, outputChannels, outputHeight, outputWidth } = geometry;
  const { rows, columns, rowsTogether } = tilingOf(geometry);
  const tiles = rows * columns;
  const lastRows = rows % rowsTogether;
  const blocks = Math.floor(rows / rowsTogether) * Math.ceil(rowsTogether * columns / blockTiles) +
    Math.ceil(lastRows * columns / blockTiles);
  const products = inputChannels * outputChannels;
  const direct = operands.bytes === 1 ? costs.directBytes : costs.direct16Bits;
  const winograd = products * (costs.tileProduct * tiles + costs.blockProduct * blocks) +
    tiles * (costs.inputTransform * inputChannels + costs.outputTransform * outputChannels);
  return direct * products * outputHeight * outputWidth >= minGain * winograd;
}
