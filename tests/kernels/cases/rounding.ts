/**
 * Inputs for which the two ways to round a multiplier (float64 throughout, or float32 in between)
 * differ by one code: which way an op takes is part of its definition. Found by search.
 */
import type { Int8Buffer, KernelSet, Run, StaticInt8 } from "../../../src/kernels/mod.ts";
import { type Activation, inputBuffer, staticOutput } from "../buffers.ts";
import type { ConformanceCase } from "../conformance_case.ts";

/** One element of an int8 buffer. */
function element(
  kind: Activation["kind"],
  code: number,
  { scale, zeroPoint = 0 }: { readonly scale: number; readonly zeroPoint?: number },
): Activation {
  return {
    kind,
    codes: Int8Array.of(code),
    parameters: [{ scale: Math.fround(scale), zeroPoint }],
  };
}

/** A case with one element in each input and in the output, whose zero point is 0. */
function single(
  name: string,
  { inputs, scale, code, bind }: {
    readonly inputs: readonly Activation[];
    readonly scale: number;
    readonly code: number;
    readonly bind: (
      kernels: KernelSet,
      xs: readonly Int8Buffer[],
      y: StaticInt8,
    ) => Run;
  },
): ConformanceCase {
  return {
    name: `multiplier of ${name}`,
    run(kernels) {
      const memory = kernels.createMemory();
      const parameters = { scale: Math.fround(scale), zeroPoint: 0 };
      const y = staticOutput(memory, 1, { samples: 0, parameters });
      bind(kernels, inputs.map((x) => inputBuffer(memory, x)), y)(1);
      return { actual: { y: y.data }, expected: { y: [code] } };
    },
  };
}

// 1 * 0.003 / 0.002, just below 3/2 in float64 and 3/2 in float32.
const requantizeCases = ([["static", 1], ["dynamic", 2]] as const).flatMap(([kind, code]) => [
  single(`requantize from ${kind}`, {
    inputs: [element(kind, 1, { scale: 0.003 })],
    scale: 0.002,
    code,
    bind: (kernels, [x], y) => kernels.int8.requantize({ x: x!, y, elements: 1 }),
  }),
  single(`concat from ${kind}`, {
    inputs: [element(kind, 1, { scale: 0.003 })],
    scale: 0.002,
    code,
    bind: (kernels, xs, y) => kernels.int8.concat({ xs, y, outer: 1, inners: [1] }),
  }),
]);

const product = {
  inputs: [
    element("static", 8, { scale: 0.02703971602022648 }),
    element("static", 5, { scale: 0.006837854161858559 }),
  ],
  scale: 0.0001332566753262654,
} as const;
const noClamp = { min: -Infinity, max: Infinity };
const only = Int32Array.of(0);

/** One element each. */
export const roundingCases: readonly ConformanceCase[] = [
  ...requantizeCases,
  single("leakyRelu: f(f(s_in * alpha) / s_out)", {
    inputs: [element("static", -128, { scale: 0.005, zeroPoint: 71 })],
    scale: 0.001,
    code: -99,
    bind: (kernels, [x], y) => kernels.int8.leakyRelu({ x: x!, y, elements: 1, alpha: 0.1 }),
  }),
  single("mul between static: s_a * s_b / s_out in float64", {
    ...product,
    code: 55,
    bind: (kernels, [a, b], y) =>
      kernels.int8.mul({
        a: a!,
        b: b!,
        y,
        geometry: { elements: 1, aPerSample: 1, bPerSample: 1 },
        clamp: noClamp,
      }),
  }),
  single("matmul between static: f(s_a * s_b) / s_out", {
    ...product,
    code: 56,
    bind: (kernels, [a, b], y) =>
      kernels.int8.matmul({
        a: a!,
        b: b!,
        y,
        geometry: {
          matrices: 1,
          m: 1,
          k: 1,
          n: 1,
          aIndex: only,
          bIndex: only,
          aPerSample: 1,
          bPerSample: 1,
        },
        clamp: noClamp,
      }),
  }),
];
