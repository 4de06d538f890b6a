import type { WindowGeometry } from "../../../src/kernels/mod.ts";
import { outputFloats, placed, untouched } from "../buffers.ts";
import { type ConformanceCase, expectedOutputs } from "../conformance_case.ts";
import { hold, round } from "../oracle/arithmetic.ts";
import { tapsOf } from "../oracle/window.ts";
import { seededRandom } from "../random.ts";
import { windowOf, type WindowSizes } from "./geometries.ts";

const samples = 3;
const f = Math.fround;

const pool = (sizes: Omit<WindowSizes, "channels">) =>
  windowOf({ ...sizes, channels: sizes.input[2] });

const shapes: Readonly<Record<string, WindowGeometry>> = {
  "2x2 stride 2": pool({ input: [6, 4, 3], kernel: [2, 2], strides: [2, 2] }),
  "3x3 same": pool({ input: [5, 7, 2], kernel: [3, 3], pads: [1, 1, 1, 1] }),
  "whole image": pool({ input: [7, 5, 5], kernel: [7, 5] }),
  "2 images, 3x2 stride 2x1 dilation 2x1": pool({
    images: 2,
    input: [7, 4, 1],
    kernel: [3, 2],
    strides: [2, 1],
    dilations: [2, 1],
    pads: [2, 0, 0, 1],
  }),
};

/** The values of each window of a sample, channels innermost. */
function windowsOf(geometry: WindowGeometry, x: ArrayLike<number>, sample: number) {
  const { images, inputHeight, inputWidth, inputChannels } = geometry;
  const start = sample * images * inputHeight * inputWidth * inputChannels;
  return tapsOf(geometry).flatMap((taps) =>
    Array.from({ length: inputChannels }, (_, c) => taps.map(({ cell }) => x[start + cell + c]!))
  );
}

const inputsOf = ({ images, inputHeight, inputWidth, inputChannels }: WindowGeometry) =>
  images * inputHeight * inputWidth * inputChannels;
const outputsOf = ({ images, outputHeight, outputWidth, outputChannels }: WindowGeometry) =>
  images * outputHeight * outputWidth * outputChannels;

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const int8Formulas = {
  maxPool2d: (values: readonly number[]) => Math.max(...values),
  averagePool2d: (values: readonly number[]) => round(sumOf(values) / values.length),
};

const float32Formulas = {
  maxPool2d: (values: readonly number[]) => Math.max(...values),
  averagePool2d: (values: readonly number[]) =>
    f(values.reduce((sum, value) => f(sum + value), 0) / values.length),
};

const ops = ["maxPool2d", "averagePool2d"] as const;

/** Pooling, int8 and float32. */
export const poolCases: readonly ConformanceCase[] = ops.flatMap((op) =>
  Object.entries(shapes).flatMap(([name, geometry], s): readonly ConformanceCase[] => [
    ...[{ min: -128, max: 127 }, { min: -9, max: 30 }].map((codes): ConformanceCase => ({
      name: `int8 ${op} ${name}, codes ${codes.min} to ${codes.max}, seed ${s}`,
      run(kernels) {
        const x = seededRandom(s).codes(inputsOf(geometry) * samples);
        const memory = kernels.createMemory();
        const y = memory.allocate("int8", outputsOf(geometry) * (samples + 1)).fill(untouched);
        kernels.int8[op]({ x: placed(memory, "int8", x), y, geometry, codes })(samples);
        const expected = Array.from({ length: samples }, (_, sample) => ({
          values: windowsOf(geometry, x, sample).map((values) =>
            hold(int8Formulas[op](values), codes.min, codes.max)
          ),
        }));
        return { actual: { y }, expected: expectedOutputs(expected) };
      },
    })),
    {
      name: `float32 ${op} ${name}, seed ${s}`,
      run(kernels) {
        const x = seededRandom(s).floats(inputsOf(geometry) * samples, 3);
        const memory = kernels.createMemory();
        const y = outputFloats(memory, outputsOf(geometry), samples);
        kernels.float32[op]({ x: placed(memory, "float32", x), y, geometry })(samples);
        const expected = Array.from({ length: samples }, (_, sample) => ({
          values: windowsOf(geometry, x, sample).map(float32Formulas[op]),
        }));
        return { actual: { y }, expected: expectedOutputs(expected) };
      },
    },
  ])
);
