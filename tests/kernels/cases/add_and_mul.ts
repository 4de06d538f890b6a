import type { ElementwiseGeometry } from "../../../src/kernels/mod.ts";
import { inputBuffer, int8Output, outputFloats, parametersIn, placed } from "../buffers.ts";
import { type ConformanceCase, contents, expectedOutputs } from "../conformance_case.ts";
import { hold, quantizeMultiplier } from "../oracle/arithmetic.ts";
import { addition, unitFinished } from "../oracle/pair.ts";
import { seededRandom } from "../random.ts";
import { pairClamps, pairKinds, randomActivation, randomOutput } from "./pair_data.ts";

const samples = 3;
const f = Math.fround;

/** Same shapes; a row and a column broadcast against each other; a constant for all samples. */
const shapes: Readonly<Record<string, ElementwiseGeometry>> = {
  "31 elements": { elements: 31, aPerSample: 31, bPerSample: 31 },
  "one element": { elements: 1, aPerSample: 1, bPerSample: 1 },
  "5 by 7 broadcast": {
    elements: 35,
    aIndex: Int32Array.from({ length: 35 }, (_, i) => i % 7),
    bIndex: Int32Array.from({ length: 35 }, (_, i) => Math.floor(i / 7)),
    aPerSample: 7,
    bPerSample: 5,
  },
  "constant b": {
    elements: 13,
    bIndex: Int32Array.from({ length: 13 }, () => 0),
    aPerSample: 13,
    bPerSample: 0,
  },
};

/** Elements a and b of every output element of a sample. */
function pairsOf(
  { elements, aIndex, bIndex, aPerSample, bPerSample }: ElementwiseGeometry,
  sample: number,
  { a, b }: { readonly a: ArrayLike<number>; readonly b: ArrayLike<number> },
): readonly (readonly [number, number])[] {
  return Array.from({ length: elements }, (_, i) => [
    a[sample * aPerSample + (aIndex?.[i] ?? i)]!,
    b[sample * bPerSample + (bIndex?.[i] ?? i)]!,
  ]);
}

const ops = ["add", "sub", "mul"] as const;

/** Int8 ops and their profiles. */
const roundings = [
  ["add", "tflm"],
  ["sub", "tflm"],
  ["sub", "litert-ref"],
  ["mul", "tflm"],
  ["mul", "litert-ref"],
] as const;

const int8Cases = roundings.flatMap(([op, rounding]) =>
  Object.entries(shapes).flatMap(([name, geometry], s) =>
    pairKinds
      .filter(([, b]) => geometry.bPerSample > 0 || b === "static")
      .map(([aKind, bKind, yKind], k): ConformanceCase => {
        const seed = 1000 + 10 * s + k;
        return {
          name: `int8 ${op} ${rounding} ${name}, ${aKind} and ${bKind} to ${yKind}, seed ${seed}`,
          run(kernels) {
            const random = seededRandom(seed);
            const a = randomActivation(random, aKind, { elements: geometry.aPerSample, samples });
            const b = randomActivation(random, bKind, {
              elements: Math.max(geometry.bPerSample, 1),
              samples,
            });
            const output = randomOutput(random, yKind, { lo: -6, hi: 1 });
            const clamp = random.pick(pairClamps);
            const memory = kernels.createMemory();
            const y = int8Output(memory, geometry.elements, { samples, output });
            kernels.int8[op]({
              a: inputBuffer(memory, a),
              b: inputBuffer(memory, b),
              y,
              geometry,
              clamp,
              rounding,
            })(samples);
            const fixed = aKind === "static" && bKind === "static" && output.kind === "static"
              ? output.parameters.scale
              : undefined;
            const expected = Array.from({ length: samples }, (_, sample) => {
              const pairs = pairsOf(geometry, sample, { a: a.codes, b: b.codes });
              const [pa, pb] = [parametersIn(a, sample), parametersIn(b, sample)];
              const { accumulators, unit, multiplier } = op !== "mul"
                ? addition(pairs, {
                  a: pa,
                  b: pb,
                  output: fixed,
                  subtract: op === "sub",
                  rounds: op === "sub" && rounding === "tflm",
                })
                : {
                  accumulators: pairs.map(([x1, x2]) => (x1 - pa.zeroPoint) * (x2 - pb.zeroPoint)),
                  unit: f(pa.scale * pb.scale),
                  multiplier: fixed === undefined
                    ? undefined
                    : quantizeMultiplier(productRatio(pa.scale, pb.scale, { fixed, rounding })),
                };
              return unitFinished(accumulators, unit, { output, clamp, multiplier });
            });
            return { actual: contents(y), expected: expectedOutputs(expected) };
          },
        };
      })
  )
);

/** `s_a * s_b / s_out`, by the profile. */
function productRatio(
  a: number,
  b: number,
  { fixed, rounding }: { readonly fixed: number; readonly rounding: "tflm" | "litert-ref" },
): number {
  return rounding === "tflm" ? a * b / fixed : f(f(a * b) / fixed);
}

const float32Ops = {
  add: (x1: number, x2: number) => x1 + x2,
  sub: (x1: number, x2: number) => x1 - x2,
  mul: (x1: number, x2: number) => x1 * x2,
} as const;

const float32Cases = ops.flatMap((op) =>
  Object.entries(shapes).map(([name, geometry], s): ConformanceCase => {
    const seed = 2000 + s;
    return {
      name: `float32 ${op} ${name}, seed ${seed}`,
      run(kernels) {
        const random = seededRandom(seed);
        const a = random.floats(geometry.aPerSample * samples, 5);
        const b = random.floats(Math.max(geometry.bPerSample * samples, 1), 3);
        const clamp = random.pick(pairClamps);
        const memory = kernels.createMemory();
        const y = outputFloats(memory, geometry.elements, samples);
        kernels.float32[op]({
          a: placed(memory, "float32", a),
          b: placed(memory, "float32", b),
          y,
          geometry,
          clamp,
        })(samples);
        const expected = Array.from({ length: samples }, (_, sample) => ({
          values: pairsOf(geometry, sample, { a, b }).map(([x1, x2]) =>
            hold(f(float32Ops[op](x1, x2)), clamp.min, clamp.max)
          ),
        }));
        return { actual: { y }, expected: expectedOutputs(expected) };
      },
    };
  })
);

/** Addition, subtraction and multiplication, int8 and float32. */
export const addAndMulCases: readonly ConformanceCase[] = [...int8Cases, ...float32Cases];
