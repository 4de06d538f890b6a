/**
 * Filters of Winograd's F(4x4, 3x3) in integers (Lavin and Gray, Fast Algorithms for Convolutional
 * Neural Networks, 2016, interpolation at 0, 1, -1, 2, -2 and infinity).
 *
 * `y = A^T [(G w G^T) * (B^T d B)] A` has fractions in G alone. Here each row of G is 24 times the
 * usual one, the last 12 times with a factor of 2 in A: `576 y = A'^T [(G' w G'^T) * (B^T d B)] A'` in
 * integers. Modulo 2^32, 576 = 9 * 64 goes by the inverse of 9 and a right shift by 6, which gives y
 * wherever it fits 25 bits and a sign. With codes and weights of 8 bits both operands fit int16: a row
 * of B^T adds up to 10 at most, one of G' to 12, so that |B^T d B| <= 100 * 128 and
 * |G' w G'^T| <= 144 * 128.
 */
import type { Int8Weights } from "../kernel_set.ts";
import type { WasmMemory } from "./memory.ts";
import { type PackedWeights, panelChannels } from "./pack_weights.ts";

/** Frequencies of a tile: 6x6. */
export const frequencies = 36;

type Three = readonly [number, number, number];

/** Weights [O, 3, 3, C]: the sizes that vary. */
interface FilterSizes {
  readonly inputChannels: number;
  readonly outputChannels: number;
}

/** G' w of three weights. */
function transformed([a, b, c]: Three): readonly number[] {
  const even = a + c;
  const far = a + 4 * c;
  return [6 * a, -4 * (even + b), 4 * (b - even), far + 2 * b, far - 2 * b, 12 * c];
}

/**
 * Packs the transformed filters of weights [O, 3, 3, C], O and C multiples of 8, zero point 0: int16 of
 * panels of 8 channels, then frequencies, then pairs of input channels of each channel in turn.
 */
export function packFilters(
  memory: WasmMemory,
  { weights: { data }, inputChannels, outputChannels }: FilterSizes & {
    readonly weights: Int8Weights;
  },
): PackedWeights {
  const packed = memory.allocate("int16", frequencies * inputChannels * outputChannels);
  const sums = new Int32Array(outputChannels);
  const panelElements = frequencies * inputChannels * panelChannels;
  for (let channel = 0; channel < outputChannels; channel++) {
    const panel = Math.floor(channel / panelChannels) * panelElements;
    for (let c = 0; c < inputChannels; c++) {
      const tap = (t: number) => data[(channel * 9 + t) * inputChannels + c]!;
      for (let t = 0; t < 9; t++) sums[channel]! += tap(t);
      const columns = [0, 1, 2].map((j) => transformed([tap(j), tap(j + 3), tap(j + 6)]));
      const at = panel + (c >> 1) * 2 * panelChannels + channel % panelChannels * 2 + c % 2;
      for (let i = 0; i < 6; i++) {
        transformed([columns[0]![i]!, columns[1]![i]!, columns[2]![i]!]).forEach((value, j) => {
          packed[at + (i * 6 + j) * inputChannels * panelChannels] = value;
        });
      }
    }
  }
  return { at: packed.byteOffset, sums };
}

/**
 * Whether every sum of weights [O, ...] times codes of 8 bits fits the 25 bits that the transform keeps:
 * the magnitudes of each channel's weights add up to less than 2^18.
 */
export function sumsFit(
  { data }: Int8Weights,
  { outputChannels }: { readonly outputChannels: number },
): boolean {
  const length = data.length / outputChannels;
  for (let from = 0; from < data.length; from += length) {
    let sum = 0;
    for (let i = from; i < from + length; i++) sum += Math.abs(data[i]!);
    if (sum >= 2 ** 18) return false;
  }
  return true;
}
