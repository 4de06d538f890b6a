import type { KernelSet, Run, Unary } from "../../../src/kernels/mod.ts";
import { outputFloats, placed } from "../buffers.ts";
import { type ConformanceCase, expectedOutputs } from "../conformance_case.ts";
import { hold } from "../oracle/arithmetic.ts";
import { sigmoid, tanh } from "../oracle/float32_functions.ts";
import { seededRandom } from "../random.ts";

const samples = 3;
const elements = 101;
const f = Math.fround;
const hardSigmoid = (x: number, alpha: number, beta: number) =>
  hold(f(f(f(alpha) * x) + f(beta)), 0, 1);

/** Each op and its formula. */
const ops: readonly {
  readonly name: string;
  bind(kernels: KernelSet, args: Unary<Float32Array>): Run;
  formula(x: number): number;
}[] = [
  {
    name: "clamp to [-1, 6]",
    bind: (kernels, args) => kernels.float32.clamp({ ...args, clamp: { min: -1, max: 6 } }),
    formula: (x) => hold(x, -1, 6),
  },
  {
    name: "leakyRelu 0.01",
    bind: (kernels, args) => kernels.float32.leakyRelu({ ...args, alpha: 0.01 }),
    formula: (x) => x >= 0 ? x : f(f(0.01) * x),
  },
  {
    name: "sigmoid",
    bind: (kernels, args) => kernels.float32.sigmoid(args),
    formula: sigmoid,
  },
  { name: "tanh", bind: (kernels, args) => kernels.float32.tanh(args), formula: tanh },
  {
    name: "hardSigmoid 0.2, 0.5",
    bind: (kernels, args) => kernels.float32.hardSigmoid({ ...args, alpha: 0.2, beta: 0.5 }),
    formula: (x) => hardSigmoid(x, 0.2, 0.5),
  },
  {
    name: "hardSwish",
    bind: (kernels, args) => kernels.float32.hardSwish(args),
    formula: (x) => f(x * hardSigmoid(x, 1 / 6, 0.5)),
  },
];

/** Small arguments, usual ones, and ones where exponentials overflow. */
const sizes = [1e-3, 4, 150] as const;

/** Every elementwise float32 op of one value. */
export const unaryFloat32Cases: readonly ConformanceCase[] = ops.flatMap((op, o) =>
  sizes.map((size, s): ConformanceCase => {
    const seed = 8000 + 10 * o + s;
    return {
      name: `float32 ${op.name}, up to ${size}, seed ${seed}`,
      run(kernels) {
        const x = seededRandom(seed).floats(elements * samples, size);
        x.set([0, Infinity, -Infinity, NaN, 1e-40], 3); // -Infinity times a gate of 0 is NaN
        const memory = kernels.createMemory();
        const y = outputFloats(memory, elements, samples);
        op.bind(kernels, { x: placed(memory, "float32", x), y, elements })(samples);
        const expected = Array.from({ length: samples }, (_, sample) => ({
          values: Array.from(
            x.subarray(sample * elements, (sample + 1) * elements),
            (value) => Number.isNaN(value) ? NaN : op.formula(value),
          ),
        }));
        return { actual: { y }, expected: expectedOutputs(expected) };
      },
    };
  })
);
