import type { ReduceGeometry } from "../../../src/kernels/mod.ts";
import { inputBuffer, int8Output, outputFloats, parametersIn, placed } from "../buffers.ts";
import { type ConformanceCase, contents, expectedOutputs } from "../conformance_case.ts";
import { quantizeMultiplier } from "../oracle/arithmetic.ts";
import { unitFinished } from "../oracle/pair.ts";
import { seededRandom } from "../random.ts";
import { randomActivation, randomOutput } from "./pair_data.ts";

const samples = 3;
const f = Math.fround;
const noClamp = { min: -Infinity, max: Infinity };

/** The mean over the `count` positions of `channels` channels that lie side by side. */
function overPositions(count: number, channels: number): ReduceGeometry {
  const index = Int32Array.from(
    { length: count * channels },
    (_, i) => (i % count) * channels + Math.floor(i / count),
  );
  return { inputs: count * channels, outputs: channels, count, index };
}

const shapes = {
  "49 positions": overPositions(49, 5),
  "64 positions": overPositions(64, 3),
  "one position": overPositions(1, 7),
  "one channel of 125": overPositions(125, 1),
} as const;

/** The terms of every output: its elements of a sample. */
function valuesOf(
  { inputs, outputs, count, index }: ReduceGeometry,
  x: ArrayLike<number>,
  sample: number,
): readonly (readonly number[])[] {
  return Array.from(
    { length: outputs },
    (_, o) => Array.from({ length: count }, (_, i) => x[sample * inputs + index[o * count + i]!]!),
  );
}

/** `(m, e)` of `s_in / s_out`, divided by the count: k = floor(log2 count), held to 31 + e. */
function meanMultiplier(ratio: number, count: number) {
  const { m, e } = quantizeMultiplier(ratio);
  const k = Math.min(count.toString(2).length - 1, 32, 31 + e);
  return { m: (m << BigInt(k)) / BigInt(count), e: e - k };
}

const kinds = [["static", "static"], ["dynamic", "static"], ["dynamic", "dynamic"]] as const;

const int8Cases = Object.entries(shapes).flatMap(([name, geometry], s) =>
  kinds.map(([xKind, yKind], k): ConformanceCase => {
    const seed = 5000 + 10 * s + k;
    return {
      name: `int8 mean of ${name}, ${xKind} to ${yKind}, seed ${seed}`,
      run(kernels) {
        const random = seededRandom(seed);
        const x = randomActivation(random, xKind, { elements: geometry.inputs, samples });
        const output = randomOutput(random, yKind, { lo: -9, hi: -2 });
        const memory = kernels.createMemory();
        const y = int8Output(memory, geometry.outputs, { samples, output });
        kernels.int8.mean({ x: inputBuffer(memory, x), y, geometry })(samples);
        const expected = Array.from({ length: samples }, (_, sample) => {
          const { scale, zeroPoint } = parametersIn(x, sample);
          const sums = valuesOf(geometry, x.codes, sample).map((codes) =>
            codes.reduce((sum, code) => sum + code - zeroPoint, 0)
          );
          const multiplier = xKind === "static" && output.kind === "static"
            ? meanMultiplier(scale / output.parameters.scale, geometry.count)
            : undefined;
          const unit = f(scale / geometry.count);
          return unitFinished(sums, unit, { output, clamp: noClamp, multiplier });
        });
        return { actual: contents(y), expected: expectedOutputs(expected) };
      },
    };
  })
);

const float32Cases = Object.entries(shapes).map(([name, geometry], s): ConformanceCase => {
  const seed = 6000 + s;
  return {
    name: `float32 mean of ${name}, seed ${seed}`,
    run(kernels) {
      const x = seededRandom(seed).floats(geometry.inputs * samples, 9);
      const memory = kernels.createMemory();
      const y = outputFloats(memory, geometry.outputs, samples);
      kernels.float32.mean({ x: placed(memory, "float32", x), y, geometry })(samples);
      const expected = Array.from({ length: samples }, (_, sample) => ({
        values: valuesOf(geometry, x, sample).map((values) =>
          f(values.reduce((sum, value) => f(sum + value), 0) / geometry.count)
        ),
      }));
      return { actual: { y }, expected: expectedOutputs(expected) };
    },
  };
});

/** Means, int8 and float32. */
export const meanCases: readonly ConformanceCase[] = [...int8Cases, ...float32Cases];
