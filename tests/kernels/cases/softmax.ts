import { inputBuffer, outputFloats, parametersIn, placed, staticOutput } from "../buffers.ts";
import { type ConformanceCase, contents, expectedOutputs } from "../conformance_case.ts";
import { softmax } from "../oracle/float32_functions.ts";
import { softmaxRow } from "../oracle/softmax.ts";
import { seededRandom } from "../random.ts";
import { randomActivation } from "./pair_data.ts";

const samples = 3;

const shapes = {
  "one row of 10": { rows: 1, length: 10 },
  "7 rows of 3": { rows: 7, length: 3 },
  "rows of one": { rows: 2, length: 1 },
  "one row of 257": { rows: 1, length: 257 },
} as const;

function rowsOf(
  x: ArrayLike<number>,
  { rows, length }: { readonly rows: number; readonly length: number },
  sample: number,
): readonly (readonly number[])[] {
  return Array.from(
    { length: rows },
    (_, row) => Array.from({ length }, (_, i) => x[(sample * rows + row) * length + i]!),
  );
}

/** Ranges of scales, 2^lo to 2^hi: from where a code is nothing to where only the maximum counts. */
const ranges = [[-27, -20], [-9, -1], [0, 3], [4.1, 6]] as const;

const int8Cases = Object.entries(shapes).flatMap(([name, geometry], s) =>
  (["static", "dynamic"] as const).flatMap((kind, k) =>
    ranges.map(([lo, hi], r): ConformanceCase => {
      const seed = 9000 + 100 * s + 10 * k + r;
      return {
        name: `int8 softmax of ${name}, ${kind}, scale 2^${lo} to 2^${hi}, seed ${seed}`,
        run(kernels) {
          const elements = geometry.rows * geometry.length;
          const x = randomActivation(seededRandom(seed), kind, { elements, samples, lo, hi });
          const memory = kernels.createMemory();
          const parameters = { scale: 1 / 256, zeroPoint: -128 };
          const y = staticOutput(memory, elements, { samples, parameters });
          kernels.int8.softmax({ x: inputBuffer(memory, x), y, geometry })(samples);
          const expected = Array.from({ length: samples }, (_, sample) => ({
            values: rowsOf(x.codes, geometry, sample).flatMap((row) =>
              softmaxRow(row, parametersIn(x, sample).scale)
            ),
          }));
          return { actual: contents(y), expected: expectedOutputs(expected) };
        },
      };
    })
  )
);

const float32Cases = Object.entries(shapes).flatMap(([name, geometry], s) =>
  [1, 60].map((size): ConformanceCase => {
    const seed = 9500 + s;
    return {
      name: `float32 softmax of ${name}, up to ${size}, seed ${seed}`,
      run(kernels) {
        const elements = geometry.rows * geometry.length;
        const x = seededRandom(seed).floats(elements * samples, size);
        const memory = kernels.createMemory();
        const y = outputFloats(memory, elements, samples);
        kernels.float32.softmax({ x: placed(memory, "float32", x), y, geometry })(samples);
        const expected = Array.from({ length: samples }, (_, sample) => ({
          values: rowsOf(x, geometry, sample).flatMap(softmax),
        }));
        return { actual: { y }, expected: expectedOutputs(expected) };
      },
    };
  })
);

/** So many equal codes that each output is less than half a code. */
const equalCase: ConformanceCase = {
  name: "int8 softmax of 600 equal codes",
  run(kernels) {
    const memory = kernels.createMemory();
    const parameters = { scale: 1 / 256, zeroPoint: -128 };
    const y = staticOutput(memory, 600, { samples: 0, parameters });
    const codes = new Int8Array(600).fill(41);
    const x = inputBuffer(memory, {
      kind: "static",
      codes,
      parameters: [{ scale: 0.1, zeroPoint: 0 }],
    });
    kernels.int8.softmax({ x, y, geometry: { rows: 1, length: 600 } })(1);
    return { actual: contents(y), expected: { y: softmaxRow(Array.from(codes), 0.1) } };
  },
};

/** Softmax, int8 and float32. */
export const softmaxCases: readonly ConformanceCase[] = [
  ...int8Cases,
  equalCase,
  ...float32Cases,
];
