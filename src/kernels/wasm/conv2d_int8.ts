import type { ConvGeometry, Int8Weights, Run, WeightedInt8 } from "../kernel_set.ts";
import { fullyConnectedInt8 } from "./fully_connected_int8.ts";
import { memoryOf } from "./memory.ts";
import type { Operands } from "./modules.ts";
import { packPanels, panelChannels, stepBytes } from "./pack_weights.ts";
import { bindPlan, chunkRows, operandsOf, placed, repeatedChannels } from "./weighted_plan.ts";
import { imageValues, packedImage, tapOffsets, windowOffsets } from "./window_plan.ts";
import { winogradFits, winogradPays } from "./winograd_choice.ts";
import { winogradInt8 } from "./winograd_int8.ts";

/**
 * Int8 convolution: x [H, W, C], weights [O, kh, kw, C / groups] -> y [H', W', O], as the reference
 * has it. One of 1x1 is a fully connected layer of its places; 3x3 goes by Winograd where that is
 * faster.
 *
 * @throws {TypeError} When x does not lie in a memory of this kernel set.
 */
export function conv2dInt8(args: WeightedInt8<ConvGeometry>): Run {
  const { images, inputHeight, inputWidth, inputChannels, outputChannels } = args.geometry;
  if (isPointwise(args.geometry)) {
    const rows = images * inputHeight * inputWidth;
    const matrix = { rows, inputs: inputChannels, outputs: outputChannels };
    return fullyConnectedInt8({ ...args, geometry: matrix });
  }
  const operands = operandsOf(memoryOf(args.x.data), args);
  const byWinograd = winogradPays(args.geometry, operands) && winogradFits(args);
  return byWinograd ? winogradInt8(args) : directInt8(args);
}

/**
 * Any int8 convolution as a matrix product of its windows. A window is a few runs of bytes that lie
 * side by side in the packed image: its rows, or its taps where groups or dilation part them.
 *
 * @throws {TypeError} When x does not lie in a memory of this kernel set.
 */
export function directInt8(args: WeightedInt8<ConvGeometry>): Run {
  const { x, weights, geometry } = args;
  const { images, inputHeight, inputWidth, inputChannels, outputChannels, groups } = geometry;
  const memory = memoryOf(x.data);
  const operands = operandsOf(memory, args);
  const image = packedImage(geometry, { channels: inputChannels, operandBytes: operands.bytes });
  const depth = inputChannels / groups;
  const sideBySide = groups === 1 && geometry.dilationWidth === 1;
  const abreast = sideBySide ? positionsAbreast(geometry, operands) : 1;
  const length = sideBySide ? runLength(geometry, abreast) : depth;
  const taps = tapOffsets(geometry, image);
  const runs = sideBySide ? taps.filter((_, tap) => tap % geometry.kernelWidth === 0) : taps;
  const steps = Math.ceil(length * operands.bytes / stepBytes);
  const panels = packPanels(memory, {
    weights: abreast === 1 ? weights : weightsAbreast(weights, { geometry, abreast }),
    groups,
    channels: abreast * outputChannels / groups,
    runs: runs.length,
    length,
    operands,
  });
  const windows = windowOffsets(geometry, image);
  const rows = windows.filter((_, position) => position % abreast === 0);
  const plan = bindPlan(memory, {
    args,
    sizes: {
      xPerSample: images * inputHeight * inputWidth * inputChannels,
      channels: outputChannels,
      positions: images * windows.length,
      chunk: chunkRows * abreast,
      packedBytes: image.bytes,
      operands,
      weightSums: panels.sums.subarray(0, outputChannels),
    },
    values: {
      ...imageValues(geometry, { image, channels: inputChannels }),
      weights: panels.at,
      rows: placed(memory, rows),
      rowCount: rows.length,
      rowChannels: abreast * outputChannels,
      abreast,
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

/** Elements of a kernel row over the windows of `abreast` neighbouring output positions. */
function runLength(geometry: ConvGeometry, abreast: number): number {
  const columns = geometry.kernelWidth + (abreast - 1) * geometry.strideWidth;
  return columns * geometry.inputChannels;
}

/**
 * How many neighbouring output positions become channels of one row: more than one where a panel of
 * channels or a step of taps would stay emptier than the weights of 0 that this brings.
 */
function positionsAbreast(geometry: ConvGeometry, { bytes }: Operands): number {
  const { outputChannels, outputWidth } = geometry;
  const stepsAPosition = (abreast: number) =>
    Math.ceil(runLength(geometry, abreast) * bytes / stepBytes) *
    Math.ceil(abreast * outputChannels / panelChannels) / abreast;
  // Accumulators begin with what an array by channel repeats: it must be long enough.
  const fits = (abreast: number) =>
    outputWidth % abreast === 0 && abreast * outputChannels <= repeatedChannels(outputChannels);
  const four = fits(4) ? stepsAPosition(4) : Infinity;
  const two = fits(2) ? stepsAPosition(2) : Infinity;
  if (Math.min(two, four) > 0.9 * stepsAPosition(1)) return 1;
  return four < two ? 4 : 2;
}

/** Weights [abreast, O, kh, columns, C]: those of each position, moved to its columns. */
function weightsAbreast(
  weights: Int8Weights,
  { geometry, abreast }: { readonly geometry: ConvGeometry; readonly abreast: number },
): Int8Weights {
  const { outputChannels, kernelHeight, kernelWidth, inputChannels, strideWidth } = geometry;
  const length = runLength(geometry, abreast);
  const own = kernelWidth * inputChannels;
  const rows = outputChannels * kernelHeight;
  const data = new Int8Array(abreast * rows * length).fill(weights.zeroPoint);
  for (let position = 0; position < abreast; position++) {
    for (let row = 0; row < rows; row++) {
      const at = (position * rows + row) * length + position * strideWidth * inputChannels;
      data.set(weights.data.subarray(row * own, (row + 1) * own), at);
    }
  }
  return { ...weights, data };
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
