import type { Int8Buffer, KernelSet, Run, Unary } from "../../../src/kernels/mod.ts";
import {
  type Activation,
  inputBuffer,
  int8Output,
  type OutputKind,
  parametersIn,
} from "../buffers.ts";
import {
  type ConformanceCase,
  contents as contentsOf,
  expectedOutputs,
} from "../conformance_case.ts";
import { type Parameters, parametersOfRange } from "../oracle/arithmetic.ts";
import {
  clamped,
  type CodeFunction,
  float32Logistic,
  float32Tanh,
  hardSigmoidCode,
  hardSwishCode,
  leaky,
  logisticCode,
  relu6Code,
  requantized,
  tanhCode,
} from "../oracle/tables.ts";
import { type Random, seededRandom } from "../random.ts";
import { randomActivation, randomOutput } from "./pair_data.ts";

const samples = 3;
const f = Math.fround;

/** An int8 op of one value. */
interface UnaryOp {
  readonly name: string;
  bind(kernels: KernelSet, args: Unary<Int8Buffer>): Run;
  /** The code function, between static parameters and otherwise. */
  readonly code: (fixed: boolean) => CodeFunction;
  /** Output parameters that are always the same. */
  readonly fixedOutput?: Parameters;
  /** Parameters of a dynamic output, for ops that have one. */
  readonly choose?: (
    x: Parameters,
    codes: Int8Array,
    scaleFloor: number,
  ) => Parameters;
}

/** The range of a real function over every code from the least to the greatest present. */
function imageOf(real: (x: number) => number) {
  return ({ scale, zeroPoint }: Parameters, codes: Int8Array, scaleFloor: number): Parameters => {
    const [least, greatest] = [Math.min(...codes), Math.max(...codes)];
    const reals = Array.from(
      { length: greatest - least + 1 },
      (_, i) => real(f(scale * (least + i - zeroPoint))),
    );
    return parametersOfRange(Math.min(...reals), Math.max(...reals), scaleFloor);
  };
}

function swish(x: number): number {
  const gate = Math.min(Math.max(f(f(f(1 / 6) * x) + 0.5), 0), 1);
  return f(x * gate);
}

const unit: Parameters = { scale: 1 / 256, zeroPoint: -128 };

const ops: readonly UnaryOp[] = [
  {
    name: "requantize",
    bind: (kernels, args) => kernels.int8.requantize(args),
    code: (fixed) => requantized(fixed ? (x, y) => x / y : (x, y) => f(x / y)),
    choose: imageOf((x) => x),
  },
  ...[{ min: 0, max: Infinity }, { min: 0, max: 6 }, { min: -1, max: 1 }].map((
    clamp,
  ): UnaryOp => ({
    name: `clamp to [${clamp.min}, ${clamp.max}]`,
    bind: (kernels, args) => kernels.int8.clamp({ ...args, clamp }),
    code: (fixed) => fixed && clamp.max === 6 ? relu6Code : clamped(clamp),
    choose: (x) => x,
  })),
  {
    name: "clamp to [0, 6], litert-ref",
    bind: (kernels, args) =>
      kernels.int8.clamp({ ...args, clamp: { min: 0, max: 6 }, rounding: "litert-ref" }),
    code: () => clamped({ min: 0, max: 6 }),
    choose: (x) => x,
  },
  ...[0.01, 0.3, -0.2, 0, 2.5].map((alpha): UnaryOp => ({
    name: `leakyRelu ${alpha}`,
    bind: (kernels, args) => kernels.int8.leakyRelu({ ...args, alpha }),
    code: () => leaky(f(alpha)),
    choose: imageOf((x) => x >= 0 ? x : f(f(alpha) * x)),
  })),
  {
    name: "sigmoid",
    bind: (kernels, args) => kernels.int8.sigmoid(args),
    code: () => logisticCode,
    fixedOutput: unit,
  },
  {
    name: "sigmoid, litert-ref",
    bind: (kernels, args) => kernels.int8.sigmoid({ ...args, rounding: "litert-ref" }),
    code: (fixed) => fixed ? float32Logistic : logisticCode,
    fixedOutput: unit,
  },
  {
    name: "tanh, litert-ref",
    bind: (kernels, args) => kernels.int8.tanh({ ...args, rounding: "litert-ref" }),
    code: (fixed) => fixed ? float32Tanh : tanhCode,
    fixedOutput: { scale: 1 / 128, zeroPoint: 0 },
  },
  {
    name: "tanh",
    bind: (kernels, args) => kernels.int8.tanh(args),
    code: () => tanhCode,
    fixedOutput: { scale: 1 / 128, zeroPoint: 0 },
  },
  ...[[0.2, 0.5], [1 / 6, 0.5], [-0.3, 0.25]].map(([alpha, beta]): UnaryOp => ({
    name: `hardSigmoid ${alpha}, ${beta}`,
    bind: (kernels, args) => kernels.int8.hardSigmoid({ ...args, alpha: alpha!, beta: beta! }),
    code: () => hardSigmoidCode(alpha!, beta!),
    fixedOutput: unit,
  })),
  {
    name: "hardSwish",
    bind: (kernels, args) => kernels.int8.hardSwish(args),
    code: () => hardSwishCode,
    choose: (x, codes, scaleFloor) =>
      imageOf(swish)(x, codes, Math.max(scaleFloor, f(x.scale / 128))),
  },
];

const kinds = [
  ["static", "static"],
  ["dynamic", "static"],
  ["dynamic", "dynamic"],
  ["static", "dynamic"],
] as const;

/** Many codes, few of them, a single one; codes at most three steps below zero. */
const contents = [
  { elements: 256, near: false },
  { elements: 5, near: false },
  { elements: 1, near: false },
  { elements: 7, near: true },
] as const;

/** The same activation with codes at most three steps below the zero point of their sample. */
function nearZero(x: Activation, random: Random, elements: number): Activation {
  const codes = x.codes.map((_, i) => {
    const { zeroPoint } = parametersIn(x, Math.floor(i / elements));
    return Math.max(zeroPoint - random.integer(0, 3), -128);
  });
  return { ...x, codes };
}

function outputKind(op: UnaryOp, kind: "static" | "dynamic", random: Random): OutputKind {
  return op.fixedOutput
    ? { kind: "static", parameters: op.fixedOutput }
    : randomOutput(random, kind, { lo: -7, hi: 1 });
}

/** Every elementwise int8 op of one value. */
export const unaryInt8Cases: readonly ConformanceCase[] = ops.flatMap((op, o) =>
  kinds
    .filter(([, y]) => y === "static" || op.choose)
    .flatMap(([xKind, yKind], k) =>
      contents.map(({ elements, near }): ConformanceCase => {
        const seed = 7000 + 10 * o + k;
        const shown = near ? `${elements} near zero` : `${elements} elements`;
        return {
          name: `int8 ${op.name}, ${shown}, ${xKind} to ${yKind}, seed ${seed}`,
          run(kernels) {
            const random = seededRandom(seed);
            const spread = randomActivation(random, xKind, { elements, samples, hi: 4 });
            const x = near ? nearZero(spread, random, elements) : spread;
            const output = outputKind(op, yKind, random);
            const memory = kernels.createMemory();
            const y = int8Output(memory, elements, { samples, output });
            op.bind(kernels, { x: inputBuffer(memory, x), y, elements })(samples);
            const code = op.code(xKind === "static" && yKind === "static");
            const expected = Array.from({ length: samples }, (_, sample) => {
              const codes = x.codes.subarray(sample * elements, (sample + 1) * elements);
              const from = parametersIn(x, sample);
              if (output.kind === "static") {
                return { values: Array.from(codes, (q) => code(q, from, output.parameters)) };
              }
              const parameters = op.choose!(from, codes, output.scaleFloor);
              return { values: Array.from(codes, (q) => code(q, from, parameters)), parameters };
            });
            return { actual: contentsOf(y), expected: expectedOutputs(expected) };
          },
        };
      })
    )
);
