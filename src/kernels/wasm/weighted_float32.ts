import type { ClampRange, Run, WeightedFloat32 } from "../kernel_set.ts";
import { memoryOf, type WasmMemory } from "./memory.ts";
import { placeTapClasses, type TapClass, tileLength } from "./tap_classes.ts";
import { float32, placeConstant, placeInts, placeRecord } from "./place.ts";

/** Sizes of a convolution or fully connected layer, in elements. */
export interface WeightedShape {
  readonly classes: readonly TapClass[];
  readonly groups: number;
  readonly outputChannels: number;
  /** Taps of one output channel, and inputs of each. */
  readonly taps: number;
  readonly depth: number;
  /** Taps of a kernel row. */
  readonly rowTaps: number;
  readonly xSample: number;
  readonly ySample: number;
  /** From a tap of x to the one below it, and to the next in its row. */
  readonly rowStep: number;
  readonly runStep: number;
}

/**
 * Whether one comparison a bound is enough for a clamp. A sum that began at +0 is never -0, so that
 * only an upper bound of -0, or one that is not a number, asks for more.
 */
export function isOrdinary({ min, max }: ClampRange): boolean {
  return !Number.isNaN(min) && !Number.isNaN(max) && !Object.is(Math.fround(max), -0);
}

/**
 * Binds the float32 kernel of convolutions and fully connected layers, weights [O, taps, depth]: packed
 * here, once, in blocks of up to eight output channels of one group, [taps, depth, 4 or 8].
 */
export function bindWeightedFloat32(
  args: Omit<WeightedFloat32<unknown>, "geometry">,
  shape: WeightedShape,
): Run {
  const memory = memoryOf(args.x);
  const plan = placeWeightedFloat32(memory, args, shape);
  const { weightedFloat32 } = memory.exports;
  return (samples) => weightedFloat32(plan, samples);
}

/** Writes what the kernel needs; its address. */
export function placeWeightedFloat32(
  memory: WasmMemory,
  { x, y, weights, bias, clamp }: Omit<WeightedFloat32<unknown>, "geometry">,
  shape: WeightedShape,
): number {
  const blocks = placeBlocks(memory, shape, { weights, bias });
  return placeRecord(memory, [
    x.byteOffset,
    y.byteOffset,
    4 * shape.xSample,
    4 * shape.ySample,
    float32(clamp.min),
    float32(clamp.max),
    4 * shape.rowStep,
    4 * shape.runStep,
    shape.rowTaps * shape.depth,
    placeTapClasses(memory, shape.classes, { tapElements: shape.depth }),
    shape.classes.length,
    memory.scratch("addresses", 8 * tileLength),
    placeInts(memory, blocks.flat()),
    blocks.length,
  ]);
}

/** The fields of every block of output channels, its weights and bias written. */
function placeBlocks(
  memory: WasmMemory,
  { groups, outputChannels, taps, depth }: WeightedShape,
  { weights, bias }: Pick<WeightedFloat32<unknown>, "weights" | "bias">,
): readonly (readonly number[])[] {
  const groupChannels = outputChannels / groups;
  const inner = taps * depth;
  const blocks: (readonly number[])[] = [];
  for (let group = 0; group < groups; group++) {
    const end = (group + 1) * groupChannels;
    for (let first = group * groupChannels; first < end; first += 8) {
      const channels = Math.min(end - first, 8);
      const vectors = channels > 4 ? 2 : 1;
      const packed = new Float32Array(inner * 4 * vectors);
      const packedBias = new Float32Array(4 * vectors);
      for (let c = 0; c < channels; c++) {
        const from = (first + c) * inner;
        for (let i = 0; i < inner; i++) packed[i * 4 * vectors + c] = weights[from + i]!;
        packedBias[c] = bias?.[first + c] ?? 0;
      }
      blocks.push([
        placeConstant(memory, packed),
        placeConstant(memory, packedBias),
        4 * group * depth,
        4 * first,
        vectors,
        channels - 4 * (vectors - 1),
      ]);
    }
  }
  return blocks;
}
