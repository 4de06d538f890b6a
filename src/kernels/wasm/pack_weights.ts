import type { Int8Weights } from "../kernel_set.ts";
import type { WasmMemory } from "./memory.ts";
import type { Operands } from "./modules.ts";

/** Channels of one panel of weights: what a tile of accumulators holds side by side. */
export const panelChannels = 8;
/** Bytes of a row that one step of a tile multiplies. */
export const stepBytes = 4;

/** Weights packed for a kernel. */
export interface PackedWeights {
  /** Their address. */
  readonly at: number;
  /** Sums by channel. */
  readonly sums: Int32Array;
}

/**
 * Weights [groups, channels of a group, runs, length] as panels: group by group, 8 channels by 8
 * channels, run by run, in steps of four bytes (of each channel in turn), short ends filled with 0.
 */
export function packPanels(
  memory: WasmMemory,
  { weights, groups, channels, runs, length, operands }: {
    readonly weights: Int8Weights;
    readonly groups: number;
    /** Channels of one group. */
    readonly channels: number;
    readonly runs: number;
    /** Elements of a run. */
    readonly length: number;
    readonly operands: Operands;
  },
): PackedWeights & {
  /** Bytes of one group. */
  readonly groupBytes: number;
} {
  const perStep = stepBytes / operands.bytes;
  const steps = Math.ceil(length / perStep);
  const panels = Math.ceil(channels / panelChannels);
  const groupElements = panels * runs * steps * panelChannels * perStep;
  const packed = packedArray(memory, groups * groupElements, operands);
  const sums = new Int32Array(groups * channels);
  for (let channel = 0; channel < groups * channels; channel++) {
    const group = Math.floor(channel / channels);
    const c = channel % channels;
    const panel = group * panels + Math.floor(c / panelChannels);
    for (let run = 0; run < runs; run++) {
      const from = (channel * runs + run) * length;
      const panelRun = (panel * runs + run) * steps;
      for (let i = 0; i < length; i++) {
        const weight = weights.data[from + i]! - weights.zeroPoint;
        const step = panelRun + Math.floor(i / perStep);
        packed[(step * panelChannels + c % panelChannels) * perStep + i % perStep] = weight;
        sums[channel]! += weight;
      }
    }
  }
  return { at: packed.byteOffset, sums, groupBytes: groupElements * operands.bytes };
}

/**
 * Depthwise weights [taps, channels] for dot products of `4 / operands.bytes` taps: blocks of
 * channels whose operands fill 16 bytes, then taps in fours, then channels; ends filled with 0.
 */
export function packTaps(
  memory: WasmMemory,
  { weights, taps, channels, operands }: {
    readonly weights: Int8Weights;
    readonly taps: number;
    readonly channels: number;
    readonly operands: Operands;
  },
): PackedWeights {
  const perStep = stepBytes / operands.bytes;
  const blockChannels = 16 / operands.bytes;
  const steps = Math.ceil(taps / 4) * 4 / perStep;
  const blocks = Math.ceil(channels / blockChannels);
  const packed = packedArray(memory, blocks * steps * blockChannels * perStep, operands);
  const sums = new Int32Array(channels);
  for (let tap = 0; tap < taps; tap++) {
    for (let c = 0; c < channels; c++) {
      const weight = weights.data[tap * channels + c]! - weights.zeroPoint;
      const step = Math.floor(c / blockChannels) * steps + Math.floor(tap / perStep);
      packed[(step * blockChannels + c % blockChannels) * perStep + tap % perStep] = weight;
      sums[c]! += weight;
    }
  }
  return { at: packed.byteOffset, sums };
}

/**
 * Depthwise weights [3, 3, channels] for interleaved rows: of every four channels the three columns
 * of taps, four bytes a channel, the last 0; then the same one row further down, the first 0.
 */
export function packColumns(
  memory: WasmMemory,
  { weights, channels }: { readonly weights: Int8Weights; readonly channels: number },
): PackedWeights {
  const packed = memory.allocate("int8", channels * 24);
  const sums = new Int32Array(channels);
  for (let tap = 0; tap < 9; tap++) {
    const row = Math.floor(tap / 3);
    const column = tap % 3;
    for (let c = 0; c < channels; c++) {
      const weight = weights.data[tap * channels + c]!;
      const at = Math.floor(c / 4) * 96 + column * 16 + c % 4 * 4;
      packed[at + row] = weight;
      packed[at + 48 + row + 1] = weight;
      sums[c]! += weight;
    }
  }
  return { at: packed.byteOffset, sums };
}

function packedArray(
  memory: WasmMemory,
  elements: number,
  { bytes }: Operands,
): Int8Array | Int16Array {
  return memory.allocate(bytes === 1 ? "int8" : "int16", elements);
}
