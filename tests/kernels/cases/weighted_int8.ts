import type {
  Int8Buffer,
  Int8Weights,
  KernelMemory,
  KernelSet,
  Run,
  WeightedOutput,
} from "../../../src/kernels/mod.ts";
import {
  type Activation,
  dynamicOutput,
  inputBuffer,
  outputFloats,
  parametersIn,
  placed,
  staticOutput,
} from "../buffers.ts";
import { type ConformanceCase, contents, expectedOutputs } from "../conformance_case.ts";
import { type Parameters, quantizeMultiplier } from "../oracle/arithmetic.ts";
import { type Bounds, type Finish, finished } from "../oracle/finish.ts";
import {
  convTerms,
  depthwiseTerms,
  integerSums,
  matrixTerms,
  type Term,
} from "../oracle/window.ts";
import { type Random, seededRandom } from "../random.ts";
import { convGeometries, depthwiseGeometries, matrixGeometries } from "./geometries.ts";

const samples = 3;
const clamps: readonly Bounds[] = [
  { min: -Infinity, max: Infinity },
  { min: 0, max: Infinity },
  { min: 0, max: 6 },
  { min: -1, max: 1 },
];

/** A weighted op of one shape: how to bind it, and its sums term by term. */
interface Shape {
  readonly name: string;
  readonly terms: readonly (readonly Term[])[];
  readonly inputs: number;
  readonly channels: number;
  readonly weights: number;
  bind(
    kernels: KernelSet,
    args: {
      readonly x: Int8Buffer;
      readonly weights: Int8Weights;
      readonly output: WeightedOutput;
    },
  ): Run;
}

const shapes: readonly Shape[] = [
  ...Object.entries(convGeometries).map(([name, geometry]): Shape => ({
    name: `conv2d ${name}`,
    terms: convTerms(geometry),
    inputs: geometry.images * geometry.inputHeight * geometry.inputWidth * geometry.inputChannels,
    channels: geometry.outputChannels,
    weights: geometry.outputChannels * geometry.kernelHeight * geometry.kernelWidth *
      geometry.inputChannels / geometry.groups,
    bind: (kernels, args) => kernels.int8.conv2d({ ...args, geometry }),
  })),
  ...Object.entries(depthwiseGeometries).map(([name, geometry]): Shape => ({
    name: `depthwiseConv2d ${name}`,
    terms: depthwiseTerms(geometry),
    inputs: geometry.images * geometry.inputHeight * geometry.inputWidth * geometry.inputChannels,
    channels: geometry.outputChannels,
    weights: geometry.outputChannels * geometry.kernelHeight * geometry.kernelWidth,
    bind: (kernels, args) => kernels.int8.depthwiseConv2d({ ...args, geometry }),
  })),
  ...Object.entries(matrixGeometries).map(([name, geometry]): Shape => ({
    name: `fullyConnected ${name}`,
    terms: matrixTerms(geometry),
    inputs: geometry.rows * geometry.inputs,
    channels: geometry.outputs,
    weights: geometry.inputs * geometry.outputs,
    bind: (kernels, args) => kernels.int8.fullyConnected({ ...args, geometry }),
  })),
];

/** Input kind and output kind that go together. */
const kinds = [
  ["static", "static"],
  ["dynamic", "derived"],
  ["dynamic", "dynamic"],
  ["static", "dynamic"],
  ["dynamic", "float32"],
] as const;

/** Seeded data of a case. */
function dataOf(shape: Shape, [xKind, yKind]: typeof kinds[number], random: Random) {
  const scale = (lo: number, hi: number) => Math.fround(2 ** (lo + random.real() * (hi - lo)));
  const parameters = (lo: number, hi: number): Parameters => ({
    scale: scale(lo, hi),
    zeroPoint: random.pick([-128, 127, 0, random.integer(-128, 127)]),
  });
  const x: Activation = {
    kind: xKind,
    codes: random.codes(shape.inputs * samples),
    parameters: Array.from(
      { length: xKind === "static" ? 1 : samples },
      () => parameters(-7, 1),
    ),
  };
  const weights = {
    data: random.codes(shape.weights, { lo: -127, hi: 127 }),
    scales: Float32Array.from({ length: shape.channels }, () => scale(-9, -4)),
    zeroPoint: random.pick([0, 0, 0, 15, -128]),
  };
  const clamp = random.pick(clamps);
  const withBias = random.pick([true, true, false]);
  const floatBias = withBias ? random.floats(shape.channels, 3) : undefined;
  const y = parameters(-5, 1);
  const finish: Finish = yKind === "static"
    ? {
      kind: "static",
      y,
      bias: withBias ? Int32Array.from(random.floats(shape.channels, 9000)) : undefined,
      // From 2^-33 (nothing is left) over usual values to more than 1 (saturation).
      multipliers: Array.from(
        { length: shape.channels },
        () => quantizeMultiplier(2 ** random.pick([-33, -14, -11, -9.5, -7.3, 0.7])),
      ),
      codes: random.pick([{ lo: -128, hi: 127 }, { lo: -30, hi: 90 }]),
    }
    : yKind === "derived"
    ? { kind: "derived", y, bias: floatBias, clamp }
    : yKind === "dynamic"
    ? { kind: "dynamic", scaleFloor: random.pick([0, 0, 2]), bias: floatBias, clamp }
    : { kind: "float32", bias: floatBias, clamp };
  return { x, weights, finish };
}

/** The output buffers of a finish in the memory of a kernel set. */
function outputOf(memory: KernelMemory, finish: Finish, length: number): WeightedOutput {
  const floatBias = () =>
    finish.bias === undefined ? undefined : placed(memory, "float32", finish.bias);
  switch (finish.kind) {
    case "static":
      return {
        kind: "static",
        y: staticOutput(memory, length, { samples, parameters: finish.y }),
        bias: finish.bias && placed(memory, "int32", finish.bias),
        multipliers: finish.multipliers.map(({ m, e }) => ({ multiplier: Number(m), shift: e })),
        codes: { min: finish.codes.lo, max: finish.codes.hi },
      };
    case "derived":
      return {
        kind: "derived",
        y: staticOutput(memory, length, { samples, parameters: finish.y }),
        bias: floatBias(),
        clamp: finish.clamp,
      };
    case "dynamic":
      return {
        kind: "dynamic",
        y: dynamicOutput(memory, length, { samples, scaleFloor: finish.scaleFloor }),
        bias: floatBias(),
        clamp: finish.clamp,
      };
    case "float32":
      return {
        kind: "float32",
        y: { kind: "float32", data: outputFloats(memory, length, samples) },
        bias: floatBias(),
        clamp: finish.clamp,
      };
  }
}

function weightedCase(shape: Shape, kind: typeof kinds[number], seed: number): ConformanceCase {
  return {
    name: `${shape.name}, ${kind[0]} input, ${kind[1]} output, seed ${seed}`,
    run(kernels) {
      const { x, weights, finish } = dataOf(shape, kind, seededRandom(seed));
      const memory = kernels.createMemory();
      const output = outputOf(memory, finish, shape.terms.length);
      shape.bind(kernels, {
        x: inputBuffer(memory, x),
        weights: {
          data: placed(memory, "int8", weights.data),
          scales: placed(memory, "float32", weights.scales),
          zeroPoint: weights.zeroPoint,
        },
        output,
      })(samples);
      const expected = Array.from({ length: samples }, (_, sample) => {
        const { scale, zeroPoint } = parametersIn(x, sample);
        const sums = integerSums(shape.terms, {
          x: x.codes.subarray(sample * shape.inputs),
          weights: weights.data,
          xZero: zeroPoint,
          weightZero: weights.zeroPoint,
        });
        return finished(sums, Array.from(weights.scales, (s) => Math.fround(scale * s)), finish);
      });
      return {
        actual: output.kind === "float32" ? { y: output.y.data } : contents(output.y),
        expected: expectedOutputs(expected),
      };
    },
  };
}

/** Every shape with every kind of output. */
export const weightedInt8Cases: readonly ConformanceCase[] = shapes.flatMap((shape, s) =>
  kinds.map((kind, k) => weightedCase(shape, kind, 100 * s + k))
);
