import type { KernelSet, Run, WeightedFloat32 } from "../../../src/kernels/mod.ts";
import { outputFloats, placed } from "../buffers.ts";
import { type ConformanceCase, expectedOutputs } from "../conformance_case.ts";
import { hold } from "../oracle/arithmetic.ts";
import {
  convTerms,
  depthwiseTerms,
  float32Sums,
  matrixTerms,
  type Term,
} from "../oracle/window.ts";
import { seededRandom } from "../random.ts";
import { convGeometries, depthwiseGeometries, matrixGeometries } from "./geometries.ts";

const samples = 3;
const clamps = [
  { min: -Infinity, max: Infinity },
  { min: 0, max: Infinity },
  { min: 0, max: 6 },
] as const;

/** A weighted op of one shape: how to bind it, and its sums term by term. */
interface Shape {
  readonly name: string;
  readonly terms: readonly (readonly Term[])[];
  readonly inputs: number;
  readonly channels: number;
  bind(kernels: KernelSet, args: Omit<WeightedFloat32<unknown>, "geometry">): Run;
}

const shapes: readonly Shape[] = [
  ...Object.entries(convGeometries).map(([name, geometry]): Shape => ({
    name: `conv2d ${name}`,
    terms: convTerms(geometry),
    inputs: geometry.images * geometry.inputHeight * geometry.inputWidth * geometry.inputChannels,
    channels: geometry.outputChannels,
    bind: (kernels, args) => kernels.float32.conv2d({ ...args, geometry }),
  })),
  ...Object.entries(depthwiseGeometries).map(([name, geometry]): Shape => ({
    name: `depthwiseConv2d ${name}`,
    terms: depthwiseTerms(geometry),
    inputs: geometry.images * geometry.inputHeight * geometry.inputWidth * geometry.inputChannels,
    channels: geometry.outputChannels,
    bind: (kernels, args) => kernels.float32.depthwiseConv2d({ ...args, geometry }),
  })),
  ...Object.entries(matrixGeometries).map(([name, geometry]): Shape => ({
    name: `fullyConnected ${name}`,
    terms: matrixTerms(geometry),
    inputs: geometry.rows * geometry.inputs,
    channels: geometry.outputs,
    bind: (kernels, args) => kernels.float32.fullyConnected({ ...args, geometry }),
  })),
];

/** Magnitudes: usual ones, ones whose products are subnormal, ones whose sums overflow. */
const sizes = [1, 100, 1e-21, 3e19] as const;

/** Every shape, with a bias and without. */
export const weightedFloat32Cases: readonly ConformanceCase[] = shapes.flatMap((shape, s) =>
  sizes.map((size, i): ConformanceCase => {
    const seed = 100 * s + i;
    return {
      name: `float32 ${shape.name}, size ${size}, seed ${seed}`,
      run(kernels) {
        const random = seededRandom(seed);
        const clamp = random.pick(clamps);
        const x = random.floats(shape.inputs * samples, size);
        const weightCount = 1 + Math.max(...shape.terms.flat().map(([, weight]) => weight));
        const weights = random.floats(weightCount, size);
        const bias = i % 2 === 0 ? random.floats(shape.channels, size) : undefined;
        const memory = kernels.createMemory();
        const y = outputFloats(memory, shape.terms.length, samples);
        shape.bind(kernels, {
          x: placed(memory, "float32", x),
          weights: placed(memory, "float32", weights),
          bias: bias && placed(memory, "float32", bias),
          y,
          clamp,
        })(samples);
        const expected = Array.from({ length: samples }, (_, sample) => {
          const sums = float32Sums(shape.terms, {
            x: x.subarray(sample * shape.inputs),
            weights,
          });
          const values = sums.map((sum, o) => {
            const biased = bias ? Math.fround(sum + bias[o % shape.channels]!) : sum;
            return hold(biased, clamp.min, clamp.max);
          });
          return { values };
        });
        return { actual: { y }, expected: expectedOutputs(expected) };
      },
    };
  })
);
