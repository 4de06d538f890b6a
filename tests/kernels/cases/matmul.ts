import type { MatmulGeometry } from "../../../src/kernels/mod.ts";
import { inputBuffer, int8Output, outputFloats, parametersIn, placed } from "../buffers.ts";
import { type ConformanceCase, contents, expectedOutputs } from "../conformance_case.ts";
import { hold, quantizeMultiplier } from "../oracle/arithmetic.ts";
import { unitFinished } from "../oracle/pair.ts";
import { float32Sums, type Term } from "../oracle/window.ts";
import { seededRandom } from "../random.ts";
import { pairClamps, pairKinds, randomActivation, randomOutput } from "./pair_data.ts";

const samples = 3;
const f = Math.fround;

const shapes: Readonly<Record<string, MatmulGeometry>> = {
  "3x5 by 5x7": {
    matrices: 1,
    m: 3,
    k: 5,
    n: 7,
    aIndex: Int32Array.of(0),
    bIndex: Int32Array.of(0),
    aPerSample: 15,
    bPerSample: 35,
  },
  "one row, one column": {
    matrices: 1,
    m: 1,
    k: 11,
    n: 1,
    aIndex: Int32Array.of(0),
    bIndex: Int32Array.of(0),
    aPerSample: 11,
    bPerSample: 11,
  },
  "6 matrices broadcast": {
    matrices: 6,
    m: 2,
    k: 3,
    n: 5,
    aIndex: Int32Array.of(0, 0, 0, 1, 1, 1),
    bIndex: Int32Array.of(0, 1, 2, 0, 1, 2),
    aPerSample: 12,
    bPerSample: 45,
  },
  "constant b": {
    matrices: 2,
    m: 3,
    k: 4,
    n: 6,
    aIndex: Int32Array.of(0, 1),
    bIndex: Int32Array.of(0, 0),
    aPerSample: 24,
    bPerSample: 0,
  },
};

/** The terms of every output of a sample: elements of a and of b from the start of their data. */
function termsOf(
  { matrices, m, k, n, aIndex, bIndex, aPerSample, bPerSample }: MatmulGeometry,
  sample: number,
): readonly (readonly Term[])[] {
  return Array.from({ length: matrices * m * n }, (_, i) => {
    const matrix = Math.floor(i / (m * n));
    const row = Math.floor(i / n) % m;
    return Array.from({ length: k }, (_, inner): Term => [
      sample * aPerSample + (aIndex[matrix]! * m + row) * k + inner,
      sample * bPerSample + (bIndex[matrix]! * k + inner) * n + i % n,
    ]);
  });
}

/** Elements of b a sample, or of the one constant. */
const bElements = ({ k, n, bPerSample }: MatmulGeometry) => Math.max(bPerSample, k * n);

const int8Cases = Object.entries(shapes).flatMap(([name, geometry], s) =>
  pairKinds
    .filter(([, b]) => geometry.bPerSample > 0 || b === "static")
    .map(([aKind, bKind, yKind], k): ConformanceCase => {
      const seed = 3000 + 10 * s + k;
      return {
        name: `int8 matmul ${name}, ${aKind} and ${bKind} to ${yKind}, seed ${seed}`,
        run(kernels) {
          const random = seededRandom(seed);
          const a = randomActivation(random, aKind, { elements: geometry.aPerSample, samples });
          const b = randomActivation(random, bKind, { elements: bElements(geometry), samples });
          const output = randomOutput(random, yKind, { lo: -5, hi: 2 });
          const clamp = random.pick(pairClamps);
          const memory = kernels.createMemory();
          const length = geometry.matrices * geometry.m * geometry.n;
          const y = int8Output(memory, length, { samples, output });
          kernels.int8.matmul({
            a: inputBuffer(memory, a),
            b: inputBuffer(memory, b),
            y,
            geometry,
            clamp,
          })(samples);
          const expected = Array.from({ length: samples }, (_, sample) => {
            const [pa, pb] = [parametersIn(a, sample), parametersIn(b, sample)];
            const sums = termsOf(geometry, sample).map((terms) =>
              terms.reduce(
                (sum, [i, j]) => sum + (a.codes[i]! - pa.zeroPoint) * (b.codes[j]! - pb.zeroPoint),
                0,
              )
            );
            const unit = f(pa.scale * pb.scale);
            const fixed = aKind === "static" && bKind === "static" && output.kind === "static";
            const multiplier = fixed
              ? quantizeMultiplier(unit / output.parameters.scale)
              : undefined;
            return unitFinished(sums, unit, { output, clamp, multiplier });
          });
          return { actual: contents(y), expected: expectedOutputs(expected) };
        },
      };
    })
);

const float32Cases = Object.entries(shapes).map(([name, geometry], s): ConformanceCase => {
  const seed = 4000 + s;
  return {
    name: `float32 matmul ${name}, seed ${seed}`,
    run(kernels) {
      const random = seededRandom(seed);
      const a = random.floats(geometry.aPerSample * samples, 5);
      const b = random.floats(bElements(geometry) * samples, 3);
      const clamp = random.pick(pairClamps);
      const memory = kernels.createMemory();
      const y = outputFloats(memory, geometry.matrices * geometry.m * geometry.n, samples);
      kernels.float32.matmul({
        a: placed(memory, "float32", a),
        b: placed(memory, "float32", b),
        y,
        geometry,
        clamp,
      })(samples);
      const expected = Array.from({ length: samples }, (_, sample) => ({
        values: float32Sums(termsOf(geometry, sample), { x: a, weights: b })
          .map((sum) => hold(sum, clamp.min, clamp.max)),
      }));
      return { actual: { y }, expected: expectedOutputs(expected) };
    },
  };
});

/** Products of two activations, int8 and float32. */
export const matmulCases: readonly ConformanceCase[] = [...int8Cases, ...float32Cases];
