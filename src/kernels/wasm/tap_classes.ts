import { tapEnd, tapStart } from "../common/window.ts";
import type { WindowGeometry } from "../kernel_set.ts";
import type { WasmMemory } from "./memory.ts";
import { placeInts } from "./place.ts";

/** Output positions of a sample whose windows have the same taps inside the input. */
export interface TapClass {
  /** Elements of a sample: of x where the first tap reads, of y where the first channel goes. */
  readonly offsets: readonly number[];
  readonly rows: number;
  /** Runs of taps that lie side by side in a row, and the elements of each. */
  readonly runs: number;
  readonly runLength: number;
  /** The first tap, counted from that of the kernel's corner. */
  readonly firstTap: number;
}

/**
 * The classes of a geometry. Where all channels are read and taps lie side by side, those of a kernel
 * row make one run; else each makes one, of `depth` elements.
 */
export function tapClasses(
  geometry: WindowGeometry,
  { depth }: { readonly depth: number },
): readonly TapClass[] {
  const { images, inputHeight, inputWidth, inputChannels } = geometry;
  const { outputHeight, outputWidth, outputChannels } = geometry;
  const { kernelHeight, kernelWidth, dilationHeight, dilationWidth } = geometry;
  const sideBySide = depth === inputChannels && dilationWidth === 1;
  const classes = new Map<string, TapClass & { readonly offsets: number[] }>();
  for (let at = 0; at < images * outputHeight * outputWidth; at++) {
    const row = Math.floor(at / outputWidth);
    const top = (row % outputHeight) * geometry.strideHeight - geometry.padTop;
    const left = (at % outputWidth) * geometry.strideWidth - geometry.padLeft;
    const firstY = tapStart(top, dilationHeight);
    const endY = tapEnd(top, dilationHeight, { taps: kernelHeight, size: inputHeight });
    const firstX = tapStart(left, dilationWidth);
    const endX = tapEnd(left, dilationWidth, { taps: kernelWidth, size: inputWidth });
    const inside = endY > firstY && endX > firstX;
    const key = inside ? `${firstY} ${endY} ${firstX} ${endX}` : "outside";
    let taps = classes.get(key);
    if (taps === undefined) {
      const columns = inside ? endX - firstX : 0;
      taps = {
        offsets: [],
        rows: inside ? endY - firstY : 0,
        runs: sideBySide ? 1 : columns,
        runLength: sideBySide ? columns * depth : depth,
        firstTap: inside ? firstY * kernelWidth + firstX : 0,
      };
      classes.set(key, taps);
    }
    const image = Math.floor(row / outputHeight);
    const y = image * inputHeight + top + firstY * dilationHeight;
    const x = left + firstX * dilationWidth;
    taps.offsets.push(inside ? (y * inputWidth + x) * inputChannels : 0, at * outputChannels);
  }
  return [...classes.values()];
}

/** Positions that a kernel takes at once: the room for their addresses. */
export const tileLength = 64;

/** Writes the classes; the address of their records. `tapElements`: weights of one tap. */
export function placeTapClasses(
  memory: WasmMemory,
  classes: readonly TapClass[],
  { tapElements }: { readonly tapElements: number },
): number {
  return placeInts(
    memory,
    classes.flatMap(({ offsets, rows, runs, runLength, firstTap }) => [
      placeInts(memory, offsets.map((elements) => elements * 4)),
      offsets.length / 2,
      rows,
      runs,
      runLength,
      firstTap * tapElements,
    ]),
  );
}
