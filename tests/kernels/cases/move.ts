import { inputBuffer, int8Output, parametersIn, placed, untouched } from "../buffers.ts";
import { type ConformanceCase, contents, expectedOutputs } from "../conformance_case.ts";
import { parametersOfRange } from "../oracle/arithmetic.ts";
import { requantized } from "../oracle/tables.ts";
import { seededRandom } from "../random.ts";
import { randomActivation, randomOutput } from "./pair_data.ts";

const samples = 3;
const f = Math.fround;
const dtypes = ["float32", "int8"] as const;

/** A transpose of 3x5, and the same with a border of padding. */
const indices = {
  transpose: Int32Array.from({ length: 15 }, (_, i) => (i % 3) * 5 + Math.floor(i / 3)),
  padding: Int32Array.from({ length: 24 }, (_, i) => i % 2 === 0 || i > 22 ? -1 : (i * 7) % 15),
} as const;

const gatherCases = dtypes.flatMap((dtype) =>
  Object.entries(indices).flatMap(([name, index]) =>
    [1, samples].map((fills): ConformanceCase => ({
      name: `gather ${dtype} ${name}, ${fills} fills`,
      run(kernels) {
        const x = seededRandom(1).codes(15 * samples);
        const fill = [-7, 5, 11].slice(0, fills);
        const memory = kernels.createMemory();
        const y = memory.allocate(dtype, index.length * (samples + 1)).fill(untouched);
        kernels.move.gather({
          x: placed(memory, dtype, x),
          y,
          inputs: 15,
          index,
          fill: placed(memory, dtype === "float32" ? "float32" : "int32", fill),
        })(samples);
        const expected = Array.from({ length: samples }, (_, sample) => ({
          values: Array.from(
            index,
            (from) => from < 0 ? fill[fills === 1 ? 0 : sample]! : x[15 * sample + from]!,
          ),
        }));
        return { actual: { y }, expected: expectedOutputs(expected) };
      },
    }))
  )
);

const outer = 3;
const inners = [2, 1, 5] as const;

/** The values of a sample of the concatenation, from those of each input at [outer, inner]. */
function joined(at: (input: number, element: number) => number): readonly number[] {
  return Array.from({ length: outer }, (_, o) => o).flatMap((o) =>
    inners.flatMap((inner, input) =>
      Array.from({ length: inner }, (_, i) => at(input, o * inner + i))
    )
  );
}

const moveConcatCases = dtypes.map((dtype): ConformanceCase => ({
  name: `concat ${dtype}, the second input a constant`,
  run(kernels) {
    const random = seededRandom(2);
    const xs = inners.map((inner) => random.codes(outer * inner * samples));
    const perSample = inners.map((inner, input) => input === 1 ? 0 : outer * inner);
    const memory = kernels.createMemory();
    const y = memory.allocate(dtype, outer * 8 * (samples + 1)).fill(untouched);
    kernels.move.concat({
      xs: xs.map((x) => placed(memory, dtype, x)),
      y,
      outer,
      inners,
      perSample,
    })(samples);
    const expected = Array.from({ length: samples }, (_, sample) => ({
      values: joined((input, i) => xs[input]![sample * perSample[input]! + i]!),
    }));
    return { actual: { y }, expected: expectedOutputs(expected) };
  },
}));

const concatKinds = [
  ["static", "static"],
  ["dynamic", "static"],
  ["dynamic", "dynamic"],
  ["static", "dynamic"],
] as const;

const int8ConcatCases = concatKinds.map(([xKind, yKind], k): ConformanceCase => {
  const seed = 300 + k;
  return {
    name: `int8 concat, ${xKind} and static to ${yKind}, the last a constant, seed ${seed}`,
    run(kernels) {
      const random = seededRandom(seed);
      const kinds = [xKind, "static", "static"] as const;
      const xs = inners.map((inner, input) =>
        randomActivation(random, kinds[input]!, { elements: outer * inner, samples })
      );
      const perSample = inners.map((inner, input) => input === 2 ? 0 : outer * inner);
      const output = randomOutput(random, yKind, { lo: -5, hi: -2 });
      const memory = kernels.createMemory();
      const y = int8Output(memory, outer * 8, { samples, output });
      kernels.int8.concat({
        xs: xs.map((x) => inputBuffer(memory, x)),
        y,
        outer,
        inners,
        perSample,
      })(samples);
      const expected = Array.from({ length: samples }, (_, sample) => {
        const inputs = xs.map((x) => parametersIn(x, sample));
        const parameters = output.kind === "static" ? output.parameters : parametersOfRange(
          Math.min(...inputs.map((p) => f(p.scale * (-128 - p.zeroPoint)))),
          Math.max(...inputs.map((p) => f(p.scale * (127 - p.zeroPoint)))),
          output.scaleFloor,
        );
        const values = joined((input, i) => {
          const fixed = xs[input]!.kind === "static" && yKind === "static";
          const code = requantized(fixed ? (x, y) => x / y : (x, y) => f(x / y));
          const q = xs[input]!.codes[sample * perSample[input]! + i]!;
          return code(q, inputs[input]!, parameters);
        });
        return output.kind === "static" ? { values } : { values, parameters };
      });
      return { actual: contents(y), expected: expectedOutputs(expected) };
    },
  };
});

/** What moves elements: gather and concatenation. */
export const moveCases: readonly ConformanceCase[] = [
  ...gatherCases,
  ...moveConcatCases,
  ...int8ConcatCases,
];
