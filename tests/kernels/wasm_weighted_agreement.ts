/** Random weighted int8 ops on a build of the WASM kernels and on the reference. */
import { assertEquals } from "@std/assert";
import { fixedPoint, makeScale, makeZeroPoint } from "../../src/affine/mod.ts";
import type {
  ClampRange,
  ConvGeometry,
  Int8Buffer,
  Int8Kernels,
  KernelMemory,
  MatrixGeometry,
  Run,
  WeightedOutput,
} from "../../src/kernels/mod.ts";
import { referenceKernels } from "../../src/kernels/reference/mod.ts";
import { createWasmMemory } from "../../src/kernels/wasm/memory.ts";
import { type BuildName, kernelModule } from "../../src/kernels/wasm/modules.ts";
import { wasmKernels } from "../../src/kernels/wasm/wasm_kernels.ts";
import { placed, untouched } from "./buffers.ts";
import { contents, difference, type Outputs } from "./conformance_case.ts";
import { seededRandom } from "./random.ts";

const kinds = ["static", "derived", "dynamic", "float32"] as const;
/** The builds that run exactly here. */
export const builds = (["simd", "relaxed"] as const).filter((build) =>
  kernelModule(build) !== undefined
);
const clamps: readonly ClampRange[] = [
  { min: -Infinity, max: Infinity },
  { min: 0, max: Infinity },
  { min: 0, max: 6 },
  { min: -0.3, max: 0.7 },
  { min: -Infinity, max: 0 },
  { min: -0, max: 1e-3 },
  { min: NaN, max: 6 },
];

/** An op of some shape. */
export type Shape =
  | { readonly op: "conv2d" | "depthwiseConv2d"; readonly geometry: ConvGeometry }
  | { readonly op: "fullyConnected"; readonly geometry: MatrixGeometry };

/** Elements of a sample and of the weights. */
function sizesOf(shape: Shape) {
  if (shape.op === "fullyConnected") {
    const { rows, inputs, outputs: channels } = shape.geometry;
    return { x: rows * inputs, y: rows * channels, channels, taps: inputs };
  }
  const { geometry: g } = shape;
  const depth = shape.op === "conv2d" ? g.inputChannels / g.groups : 1;
  return {
    x: g.images * g.inputHeight * g.inputWidth * g.inputChannels,
    y: g.images * g.outputHeight * g.outputWidth * g.outputChannels,
    channels: g.outputChannels,
    taps: g.kernelHeight * g.kernelWidth * depth,
  };
}

/** What varies an agreement. */
interface Options {
  readonly seed: number;
  readonly samples: number;
  /** Codes and weights to pick from; absent: any. */
  readonly extremes?:
    | { readonly codes: readonly number[]; readonly weights: readonly number[] }
    | undefined;
  /** @default any that a model may bring */
  readonly weightZeroPoint?: number | undefined;
}

interface Memory {
  readonly kernels: Pick<Int8Kernels, "conv2d" | "depthwiseConv2d" | "fullyConnected">;
  readonly memory: KernelMemory;
}

/**
 * Binds a shape with seeded data: a run and what it writes. The spread of the multipliers decides
 * how a static output is requantized: alike, apart, or shifted left too.
 */
export function bind(
  { kernels, memory }: Memory,
  shape: Shape,
  { kind, seed, samples, extremes, weightZeroPoint }: Options & {
    readonly kind: WeightedOutput["kind"];
  },
): { readonly run: Run; readonly outputs: () => Outputs } {
  const random = seededRandom(seed);
  const sizes = sizesOf(shape);
  const idle = samples + 1;
  const scale = (lo: number, hi: number) => Math.fround(2 ** (lo + random.real() * (hi - lo)));
  const zeroPoint = () => random.pick([-128, 127, 0, random.integer(-128, 127)]);
  const data = placed(
    memory,
    "int8",
    extremes
      ? Int8Array.from({ length: sizes.x * samples }, () => random.pick(extremes.codes))
      : random.codes(sizes.x * samples),
  );
  const xStatic = kind === "static" || random.pick([true, false]);
  const x: Int8Buffer = xStatic
    ? {
      kind: "static",
      data,
      scale: makeScale(scale(-7, 1)),
      zeroPoint: makeZeroPoint(zeroPoint()),
    }
    : {
      kind: "dynamic",
      data,
      scales: placed(memory, "float32", Array.from({ length: samples }, () => scale(-7, 1))),
      zeroPoints: placed(memory, "int32", Array.from({ length: samples }, zeroPoint)),
      scaleFloor: 0,
    };
  const spread = random.pick([0, 2, 8]);
  const scales = Array.from({ length: sizes.channels }, () => scale(-9 - spread, -9));
  const weights = {
    data: placed(
      memory,
      "int8",
      extremes
        ? Array.from({ length: sizes.channels * sizes.taps }, () => random.pick(extremes.weights))
        : random.codes(
          sizes.channels * sizes.taps,
          random.pick([{ lo: -127, hi: 127 }, { lo: -3, hi: 9 }]),
        ),
    ),
    scales: placed(memory, "float32", scales),
    zeroPoint: weightZeroPoint ?? random.pick([0, 0, 0, 0, 12, -128]),
  };
  const xScale = x.kind === "static" ? x.scale : x.scales[0]!;
  const yScale = makeScale(xScale * 2 ** -9 * 73 * 73 * Math.sqrt(sizes.taps) / 40);
  const biases = random.pick([true, false])
    ? random.floats(sizes.channels, 20 * yScale)
    : undefined;
  const bias = biases && placed(memory, "float32", biases);
  const clamp = random.pick(clamps);
  const length = sizes.y * idle;
  const codes = memory.allocate("int8", length).fill(untouched);
  const y = {
    kind: "static",
    data: codes,
    scale: yScale,
    zeroPoint: makeZeroPoint(zeroPoint()),
  } as const;
  const output: WeightedOutput = kind === "static"
    ? {
      kind,
      y,
      bias: biases &&
        placed(memory, "int32", biases.map((b, c) => Math.round(b / (xScale * scales[c]!)))),
      multipliers: scales.map((s) =>
        random.integer(0, 30) === 0
          ? fixedPoint(random.pick([0, 2 ** -40, 0.75, 3]))
          : fixedPoint(xScale * s / yScale)
      ),
      codes: random.pick([{ min: -128, max: 127 }, { min: -17, max: 99 }]),
    }
    : kind === "derived"
    ? { kind, y, bias, clamp: Number.isNaN(clamp.min) ? clamps[0]! : clamp }
    : kind === "dynamic"
    ? {
      kind,
      y: {
        kind,
        data: codes,
        scales: memory.allocate("float32", idle).fill(untouched),
        zeroPoints: memory.allocate("int32", idle).fill(untouched),
        scaleFloor: random.pick([0, 0, yScale * 2]),
      },
      bias,
      clamp,
    }
    : {
      kind,
      y: { kind, data: memory.allocate("float32", length).fill(untouched) },
      bias,
      clamp,
    };
  const args = { x, weights, output };
  const run = shape.op === "fullyConnected"
    ? kernels.fullyConnected({ ...args, geometry: shape.geometry })
    : kernels[shape.op]({ ...args, geometry: shape.geometry });
  const outputs = () =>
    output.kind === "float32" ? { y: output.y.data } : contents(output.y as Int8Buffer);
  return { run, outputs };
}

/**
 * Fails where a build differs from the reference in any byte, idle samples included, with each kind of
 * output.
 */
export function assertAgreement(
  build: BuildName,
  shape: Shape,
  { seed, kernels = wasmKernels.int8, ...varied }:
    & Pick<Options, "seed" | "extremes" | "weightZeroPoint">
    & { readonly kernels?: Memory["kernels"] },
): void {
  for (const kind of kinds) {
    const samples = 1 + seed % 4;
    const options = { kind, seed, samples, ...varied };
    const expected = bind(
      { kernels: referenceKernels.int8, memory: referenceKernels.createMemory() },
      shape,
      options,
    );
    const actual = bind({ kernels, memory: createWasmMemory({ build }) }, shape, options);
    for (const count of new Set([samples, 1])) {
      expected.run(count);
      actual.run(count);
      assertEquals(
        difference(actual.outputs(), expected.outputs()),
        undefined,
        `${kind} output, ${count} of ${samples} samples, seed ${seed}: ${JSON.stringify(shape)}`,
      );
    }
  }
}
