/** Inputs at the edges of the types, with results known by hand. */
import type { WeightedOutput } from "../../../src/kernels/mod.ts";
import { affine, dynamicOutput, placed } from "../buffers.ts";
import { type ConformanceCase, contents } from "../conformance_case.ts";
import { windowOf } from "./geometries.ts";

const largest = (2 - 2 ** -23) * 2 ** 127;
const noClamp = { min: -Infinity, max: Infinity };
const relu = { min: 0, max: Infinity };

/** `quantize` of one sample to dynamic parameters. */
const quantized = (
  name: string,
  x: readonly number[],
  expected: { readonly y: readonly number[]; readonly scale: number; readonly zeroPoint: number },
): ConformanceCase => ({
  name: `quantize ${name}`,
  run(kernels) {
    const memory = kernels.createMemory();
    const y = dynamicOutput(memory, x.length, { samples: 0, scaleFloor: 0 });
    const args = { x: placed(memory, "float32", x), y, elements: x.length };
    kernels.int8.quantize(args)(1);
    return {
      actual: contents(y),
      expected: {
        y: expected.y,
        scales: [Math.fround(expected.scale)],
        zeroPoints: [expected.zeroPoint],
      },
    };
  },
});

/** A fully connected layer of one input and two outputs, weights 1 and -1. */
const weighted = (
  name: string,
  { x, scale, weightScale = 1, bias, clamp = noClamp, y, expected }: {
    readonly x: number;
    readonly scale: number;
    readonly weightScale?: number;
    readonly bias: readonly number[];
    readonly clamp?: typeof noClamp;
    readonly y: "dynamic" | { readonly scale: number };
    readonly expected: Readonly<Record<string, readonly number[]>>;
  },
): ConformanceCase => ({
  name: `fullyConnected ${name}`,
  run(kernels) {
    const memory = kernels.createMemory();
    const common = { bias: placed(memory, "float32", bias), clamp };
    const output: WeightedOutput = y === "dynamic"
      ? {
        kind: "dynamic",
        y: dynamicOutput(memory, 2, { samples: 0, scaleFloor: 0 }),
        ...common,
      }
      : {
        kind: "derived",
        y: {
          kind: "static",
          data: memory.allocate("int8", 2),
          ...affine({ scale: y.scale, zeroPoint: 0 }),
        },
        ...common,
      };
    kernels.int8.fullyConnected({
      x: {
        kind: "dynamic",
        data: placed(memory, "int8", [x]),
        scales: placed(memory, "float32", [scale]),
        zeroPoints: placed(memory, "int32", [0]),
        scaleFloor: 0,
      },
      weights: {
        data: placed(memory, "int8", [1, -1]),
        scales: placed(memory, "float32", [weightScale, weightScale]),
        zeroPoint: 0,
      },
      geometry: { rows: 1, inputs: 1, outputs: 2 },
      output,
    })(1);
    return { actual: contents(output.y), expected };
  },
});

/** A convolution of one image element with NaN, and max pooling over it. */
const nanCases: readonly ConformanceCase[] = [
  {
    name: "float32 conv2d leaves taps in the padding out, even with an infinite weight",
    run(kernels) {
      const memory = kernels.createMemory();
      const y = memory.allocate("float32", 1);
      kernels.float32.conv2d({
        x: placed(memory, "float32", [2]),
        weights: placed(memory, "float32", [Infinity, NaN, 0, 0, 3, 0, 0, 0, -Infinity]),
        bias: undefined,
        y,
        geometry: windowOf({ input: [1, 1, 1], channels: 1, kernel: [3, 3], pads: [1, 1, 1, 1] }),
        clamp: relu,
      })(1);
      return { actual: { y }, expected: { y: [6] } };
    },
  },
  {
    name: "float32 conv2d, clamp and maxPool2d pass NaN on",
    run(kernels) {
      const memory = kernels.createMemory();
      const x = placed(memory, "float32", [NaN, 2]);
      const y = memory.allocate("float32", 2);
      const clamped = memory.allocate("float32", 2);
      const pooled = memory.allocate("float32", 1);
      const conv = windowOf({ input: [1, 2, 1], channels: 1, kernel: [1, 1] });
      kernels.float32.conv2d({
        x,
        weights: placed(memory, "float32", [0]),
        bias: undefined,
        y,
        geometry: conv,
        clamp: relu,
      })(1);
      kernels.float32.clamp({ x, y: clamped, elements: 2, clamp: relu })(1);
      const pool = windowOf({ input: [1, 2, 1], channels: 1, kernel: [1, 2] });
      kernels.float32.maxPool2d({ x, y: pooled, geometry: pool })(1);
      return {
        actual: { y, clamped, pooled },
        expected: { y: [NaN, 0], clamped: [NaN, 2], pooled: [NaN] },
      };
    },
  },
  {
    name: "float32 softmax of a row with NaN is NaN, and no other row",
    run(kernels) {
      const memory = kernels.createMemory();
      const y = memory.allocate("float32", 4);
      kernels.float32.softmax({
        x: placed(memory, "float32", [NaN, 1, 5, 5]),
        y,
        geometry: { rows: 2, length: 2 },
      })(1);
      return { actual: { y }, expected: { y: [NaN, NaN, 0.5, 0.5] } };
    },
  },
];

/** Three codes so near zero that the scale is held at s_in / 128 and the result shifted left. */
const swishCase: ConformanceCase = {
  name: "hardSwish near zero: the scale floor",
  run(kernels) {
    const memory = kernels.createMemory();
    const y = dynamicOutput(memory, 3, { samples: 0, scaleFloor: 0 });
    const data = placed(memory, "int8", [0, -1, -2]);
    const parameters = affine({ scale: 0.25, zeroPoint: 0 });
    kernels.int8.hardSwish({ x: { kind: "static", data, ...parameters }, y, elements: 3 })(1);
    return {
      actual: contents(y),
      expected: { y: [-21, -79, -127], scales: [0.25 / 128], zeroPoints: [-21] },
    };
  },
};

/** NaN, infinities, empty and huge ranges, vanishing and huge units. */
export const edgeCases: readonly ConformanceCase[] = [
  ...nanCases,
  swishCase,
  quantized("of zeros: the empty range", [0, -0, 0], { y: [0, 0, 0], scale: 1, zeroPoint: 0 }),
  quantized("of nothing finite: the empty range", [NaN, Infinity, -Infinity], {
    y: [0, 127, -128],
    scale: 1,
    zeroPoint: 0,
  }),
  quantized("of positives only: zero is included", [255, 51], {
    y: [127, -77],
    scale: 1,
    zeroPoint: -128,
  }),
  quantized("of the largest float32: the range is held to half of it", [largest, -largest], {
    y: [127, -128],
    scale: largest / 255,
    zeroPoint: -1,
  }),
  quantized("of subnormals: the scale stays a normal float32", [2 ** -149], {
    y: [-128],
    scale: 2 ** -126,
    zeroPoint: -128,
  }),
  weighted("of zeros to a dynamic output: the empty range", {
    x: 0,
    scale: 0.5,
    bias: [0, 0],
    y: "dynamic",
    expected: { y: [0, 0], scales: [1], zeroPoints: [0] },
  }),
  weighted("all clamped away: the empty range", {
    x: -5,
    scale: 0.5,
    bias: [0, -9],
    clamp: relu,
    y: "dynamic",
    expected: { y: [0, 0], scales: [1], zeroPoints: [0] },
  }),
  weighted("with a unit that vanishes: biases at their bound leave nothing of a real", {
    x: 100,
    scale: 2 ** -126,
    weightScale: 2 ** -126,
    bias: [0, 1],
    clamp: relu,
    y: "dynamic",
    expected: { y: [0, 0], scales: [1], zeroPoints: [0] },
  }),
  weighted("with a unit beyond float32: held at the largest, the range at half of it", {
    x: 1,
    scale: 2 ** 100,
    weightScale: 2 ** 100,
    bias: [0, 0],
    y: "dynamic",
    expected: { y: [127, -128], scales: [Math.fround(largest / 255)], zeroPoints: [-1] },
  }),
  weighted("to a static output of an absurdly small scale: saturates", {
    x: 1,
    scale: 2 ** 20,
    bias: [0, 0],
    y: { scale: 2 ** -20 },
    expected: { y: [127, -128] },
  }),
];
